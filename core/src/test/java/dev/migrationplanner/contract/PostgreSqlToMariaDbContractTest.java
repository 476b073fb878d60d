package dev.migrationplanner.contract;

import dev.migrationplanner.copy.Crossing.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL 18 to MariaDB 11.4, the JVM where winter is the saving time. */
final class PostgreSqlToMariaDbContractTest extends TypeContract {

  @Override
  Optional<Site> source() {
    return Optional.of(Site.postgres());
  }

  @Override
  Optional<Site> target() {
    return Optional.of(Site.mariaDb());
  }

  @Override
  Map<String, List<TypeSpec>> families() {
    return PostgreSqlTypeSpecs.families(true);
  }

  @Override
  String zone() {
    return "Europe/Dublin";
  }
}
