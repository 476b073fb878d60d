package dev.migrationplanner.contract;

import dev.migrationplanner.copy.Crossing;
import dev.migrationplanner.copy.Crossing.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** MariaDB 11.4 to PostgreSQL 18 in the idiomatic profile. */
final class MariaDbIdiomaticContractTest extends TypeContract {

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
    return MySqlTypeSpecs.idiomatic(true);
  }

  @Override
  String zone() {
    return "America/St_Johns";
  }

  @Override
  Crossing crossing(Site from, Site to, String... statements) throws Exception {
    return Crossing.idiomatic(from, to, statements);
  }
}
