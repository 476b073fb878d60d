package dev.migrationplanner.run;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.sync.SyncSide;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes every slot, publication, marker table and temporary object of ours from both databases.
 * Leaves the migrated tables. Harmless when repeated.
 */
public final class Cleanup {

  private Cleanup() {}

  /**
   * Does it.
   *
   * @return what was done, a line each
   * @throws StillNeededException if authority has moved and the migration is not over: the way back
   *     would be gone
   */
  public static List<String> run(
      Setup setup,
      dev.migrationplanner.database.Database source,
      dev.migrationplanner.database.Database target)
      throws SQLException {
    Sides sides = Sides.of(setup, source, target);
    refuseWhileNeeded(sides);
    var done = new ArrayList<String>();
    for (SyncSide side : List.of(sides.source(), sides.target())) {
      side.database().changeLog(setup.file().migration(), side.views()).drop();
      done.add("dropped what reading the log of the " + side.side() + " needed, if anything");
      try (Connection connection = side.database().connect(Use.CREATE)) {
        boolean removed = side.control().remove(connection);
        done.add(
            removed
                ? "removed migration_planner of this migration from the " + side.side()
                : "the " + side.side() + " had no migration_planner");
      }
    }
    return done;
  }

  private static void refuseWhileNeeded(Sides sides) throws SQLException {
    try (Connection connection = sides.target().database().connect(Use.READ)) {
      if (!sides.target().control().installed(connection)) {
        return;
      }
      Optional<EpochRow> row = sides.target().control().epoch().peek(connection);
      if (row.isPresent()
          && row.get().authority() == Side.TARGET
          && row.get().stage() != dev.migrationplanner.client.Stage.COMPLETE) {
        throw new StillNeededException(
            "authority is on the target and the migration is not over: cleaning up now would close"
                + " the way back. Roll back to phase 4 first, or finish phase 6");
      }
    }
  }

  /** Our objects still carry the migration. */
  public static final class StillNeededException extends SQLException {
    private static final long serialVersionUID = 1L;

    StillNeededException(String message) {
      super(message);
    }
  }
}
