package dev.migrationplanner.contract;

import dev.migrationplanner.copy.Crossing.Site;
import dev.migrationplanner.servers.DebianServers.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL 18 to MySQL 9, the JVM far to the east. */
final class PostgreSqlToMySqlContractTest extends TypeContract {

  @Override
  Optional<Site> source() {
    return Optional.of(Site.postgres());
  }

  @Override
  Optional<Site> target() {
    return Site.debian("mysql", Kind.MYSQL);
  }

  @Override
  Map<String, List<TypeSpec>> families() {
    return PostgreSqlTypeSpecs.families(false);
  }

  @Override
  String zone() {
    return "Pacific/Apia";
  }
}
