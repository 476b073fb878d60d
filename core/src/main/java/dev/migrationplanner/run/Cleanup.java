package dev.migrationplanner.run;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.plan.MigrationPattern;
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
   * @param applicationGone no instance of the application goes through the library any more
   * @return what was done, a line each
   * @throws StillNeededException if authority has moved and the migration is not over: the way back
   *     would be gone; or if instances may still look for their epoch, without which they write
   *     nothing
   */
  public static List<String> run(
      Setup setup, Database source, Database target, boolean applicationGone) throws SQLException {
    Sides sides = Sides.of(setup, source, target);
    refuseWhileNeeded(
        sides, applicationGone || setup.file().pattern() == MigrationPattern.SYNC_ONLY);
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

  private static void refuseWhileNeeded(Sides sides, boolean applicationGone) throws SQLException {
    for (SyncSide side : List.of(sides.source(), sides.target())) {
      Optional<EpochRow> row = row(side);
      if (row.isEmpty() || row.get().stage() == Stage.OFF) {
        continue;
      }
      if (row.get().authority() == Side.TARGET && row.get().stage() != Stage.COMPLETE) {
        throw new StillNeededException(
            "authority is on the target and the migration is not over: cleaning up now would close"
                + " the way back. Roll back to phase 4 first, or finish phase 6");
      }
      if (!applicationGone) {
        throw new StillNeededException(
            "the application was last told "
                + row.get().stage()
                + ": its instances look for their epoch in migration_planner and write nothing"
                + " where it is gone. Roll back to phase 0, or deploy the application without the"
                + " library, then: migration-planner cleanup --application-gone");
      }
    }
  }

  private static Optional<EpochRow> row(SyncSide side) throws SQLException {
    try (Connection connection = side.database().connect(Use.READ)) {
      return side.control().installed(connection)
          ? side.control().epoch().peek(connection)
          : Optional.empty();
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
