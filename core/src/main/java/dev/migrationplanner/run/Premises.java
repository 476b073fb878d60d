package dev.migrationplanner.run;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.database.ControlTables;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.run.CopyJob.TargetNotEmptyException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a copy may begin on the target, or goes on there: nobody else's rows, no migration. */
final class Premises {

  private final Sides sides;
  private final List<MappedTable> tables;

  Premises(Sides sides, List<MappedTable> tables) {
    this.sides = sides;
    this.tables = tables;
  }

  /** {@code beginning}: how an earlier start of the copy left the epoch. */
  void refuseForeignRows(EpochRow beginning) throws SQLException {
    try (Connection connection = sides.target().database().connect(Use.READ)) {
      Optional<EpochRow> begun = begun(connection);
      if (begun.isPresent() && !begun.get().equals(beginning)) {
        throw new TargetNotEmptyException(
            "the target belongs to a migration that has begun (epoch "
                + begun.get().epoch()
                + "), whose backfill copies by itself. Go on with it: migration-planner serve");
      }
      String occupied = begun.isPresent() ? null : occupied(connection);
      if (occupied != null) {
        throw new TargetNotEmptyException(
            "table "
                + occupied
                + " of the target has rows. A copy begins with empty tables: empty"
                + " or drop it, or name another schema in migration.yaml");
      }
    }
  }

  private Optional<EpochRow> begun(Connection connection) throws SQLException {
    ControlTables control = sides.target().control();
    return control.installed(connection) ? control.epoch().peek(connection) : Optional.empty();
  }

  private @Nullable String occupied(Connection connection) throws SQLException {
    Set<String> names =
        tables.stream().map(table -> table.target().name()).collect(Collectors.toSet());
    var existing = sides.target().database().catalog().read(connection, names::contains);
    for (MappedTable table : tables) {
      if (existing.table(table.target().name()).isPresent() && hasRows(connection, table)) {
        return table.target().name();
      }
    }
    return null;
  }

  private boolean hasRows(Connection connection, MappedTable table) throws SQLException {
    Database target = sides.target().database();
    return table.target().key().isEmpty()
        ? target.digests().digest(connection, table.target(), KeyRange.ALL).rows() > 0
        : target.rows().boundary(connection, table.target(), null, 1).isPresent();
  }
}
