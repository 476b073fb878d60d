package dev.migrationplanner.contract;

import dev.migrationplanner.copy.Crossing;
import dev.migrationplanner.copy.Crossing.Site;
import dev.migrationplanner.servers.DebianServers.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** MySQL 9 to PostgreSQL 18 in the idiomatic profile. */
final class MySqlIdiomaticContractTest extends TypeContract {

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
    return MySqlTypeSpecs.idiomatic(false);
  }

  @Override
  String zone() {
    return "America/Sao_Paulo";
  }

  @Override
  Crossing crossing(Site from, Site to, String... statements) throws Exception {
    return Crossing.idiomatic(from, to, statements);
  }
}
