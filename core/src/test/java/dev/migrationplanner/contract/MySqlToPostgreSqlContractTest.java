package dev.migrationplanner.contract;

import dev.migrationplanner.copy.Crossing.Site;
import dev.migrationplanner.servers.DebianServers.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** MySQL 9 to PostgreSQL 18, the JVM where midnight is left out once a year. */
final class MySqlToPostgreSqlContractTest extends TypeContract {

  @Override
  Optional<Site> source() {
    return Site.debian("mysql", Kind.MYSQL);
  }

  @Override
  Optional<Site> target() {
    return Optional.of(Site.postgres());
  }

  @Override
  Map<String, List<TypeSpec>> families() {
    return MySqlTypeSpecs.families(false);
  }

  @Override
  String zone() {
    return "America/Sao_Paulo";
  }
}
