package dev.migrationplanner.contract;

import dev.migrationplanner.copy.Crossing.Site;
import dev.migrationplanner.servers.DebianServers.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** MariaDB 10.11 to PostgreSQL 17. */
final class OldMariaDbToPostgreSqlContractTest extends TypeContract {

  @Override
  Optional<Site> source() {
    return Site.debian("mariadb", Kind.MARIADB);
  }

  @Override
  Optional<Site> target() {
    return Site.debian("postgresql", Kind.POSTGRESQL_17);
  }

  @Override
  Map<String, List<TypeSpec>> families() {
    return MySqlTypeSpecs.families(true);
  }

  @Override
  String zone() {
    return "Australia/Lord_Howe";
  }
}
