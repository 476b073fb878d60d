package dev.migrationplanner.run;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.database.ControlTables;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.sync.SyncSide;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a copy or a migration may begin, or a copy goes on: nobody else's rows, no other
 * migration.
 */
final class Premises {

  private final Sides sides;
  private final List<MappedTable> tables;

  Premises(Sides sides, List<MappedTable> tables) {
    this.sides = sides;
    this.tables = tables;
  }

  /**
   * A migration that has no record of itself yet begins with empty tables, and with no epoch left
   * by an earlier one: that one's checkpoints and authority would be taken for its own.
   *
   * @throws OccupiedException saying which side holds what, and what to do
   */
  void refuseTraces() throws SQLException {
    for (SyncSide side : List.of(sides.source(), sides.target())) {
      try (Connection connection = side.database().connect(Use.READ)) {
        Optional<EpochRow> left = begun(side, connection);
        if (left.isPresent()) {
          throw new OccupiedException(traces(side, left.get()));
        }
      }
    }
    try (Connection connection = sides.target().database().connect(Use.READ)) {
      refuseRows(connection);
    }
  }

  private static String traces(SyncSide side, EpochRow left) {
    return "the "
        + side.side().name().toLowerCase(Locale.ROOT)
        + " still holds an earlier run of this migration (epoch "
        + left.epoch()
        + ", stage "
        + left.stage()
        + "), but its record is not in this state directory. Go on with it where"
        + " its record is (control.stateDirectory in migration.yaml), or remove its traces:"
        + " migration-planner cleanup";
  }

  /** {@code beginning}: how an earlier start of the copy left the epoch. */
  void refuseForeignRows(EpochRow beginning) throws SQLException {
    try (Connection connection = sides.target().database().connect(Use.READ)) {
      Optional<EpochRow> begun = begun(sides.target(), connection);
      if (begun.isPresent() && !begun.get().equals(beginning)) {
        throw new OccupiedException(
            "the target belongs to a migration that has begun (epoch "
                + begun.get().epoch()
                + "), whose backfill copies by itself. Go on with it: migration-planner serve");
      }
      if (begun.isEmpty()) {
        refuseRows(connection);
      }
    }
  }

  /** A target that does not know this migration yet, a new one after an abandoned one say. */
  void refuseRowsOfOthers() throws SQLException {
    try (Connection connection = sides.target().database().connect(Use.READ)) {
      if (begun(sides.target(), connection).isEmpty()) {
        refuseRows(connection);
      }
    }
  }

  private void refuseRows(Connection connection) throws SQLException {
    String occupied = occupied(connection);
    if (occupied != null) {
      throw new OccupiedException(
          "table "
              + occupied
              + " of the target has rows. If a copy that has ended brought them, nothing is left to do: look"
              + " with migration-planner compare. Else a copy begins with empty tables: empty or"
              + " drop it, or name another schema in migration.yaml");
    }
  }

  private static Optional<EpochRow> begun(SyncSide side, Connection connection)
      throws SQLException {
    ControlTables control = side.control();
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
