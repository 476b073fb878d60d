package dev.migrationplanner.contract;

import dev.migrationplanner.copy.Crossing.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** MariaDB 11.4 to PostgreSQL 18, the JVM in a zone of half hours. */
final class MariaDbToPostgreSqlContractTest extends TypeContract {

  @Override
  Optional<Site> source() {
    return Optional.of(Site.mariaDb());
  }

  @Override
  Optional<Site> target() {
    return Optional.of(Site.postgres());
  }

  @Override
  Map<String, List<TypeSpec>> families() {
    return MySqlTypeSpecs.families(true);
  }

  @Override
  String zone() {
    return "America/St_Johns";
  }
}
