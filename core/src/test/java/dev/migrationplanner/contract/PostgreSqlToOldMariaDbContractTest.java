package dev.migrationplanner.contract;

import dev.migrationplanner.copy.Crossing.Site;
import dev.migrationplanner.servers.DebianServers.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL 17 to MariaDB 10.11. */
final class PostgreSqlToOldMariaDbContractTest extends TypeContract {

  @Override
  Optional<Site> source() {
    return Site.debian("postgresql", Kind.POSTGRESQL_17);
  }

  @Override
  Optional<Site> target() {
    return Site.debian("mariadb", Kind.MARIADB);
  }

  @Override
  Map<String, List<TypeSpec>> families() {
    // This server stores no negative zero, however it is written.
    return TypeSpec.without(PostgreSqlTypeSpecs.families(true), "'-0'");
  }

  @Override
  String zone() {
    return "Europe/Dublin";
  }
}
