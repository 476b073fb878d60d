package dev.migrationplanner.sync;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.crash.CrashPoint;
import dev.migrationplanner.database.Database.Use;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Raises the epoch of both sides without moving authority: whoever still acts by an older Stage is
 * refused from then on, wherever it sleeps. First the side that is not the authority, so that late
 * secondary writes cannot land after it; a crash in between is settled by {@link Flip#settle}.
 */
public final class EpochRaise {

  private static final Duration WAIT = Duration.ofSeconds(10);

  private EpochRaise() {}

  /** Writes the row to both sides, under each side's exclusive lock. Harmless when repeated. */
  public static void raise(SyncSide source, SyncSide target, EpochRow row) throws SQLException {
    List<SyncSide> order =
        row.authority() == source.side() ? List.of(target, source) : List.of(source, target);
    for (SyncSide side : order) {
      try (Connection connection = side.database().connect(Use.WRITE)) {
        connection.setAutoCommit(false);
        EpochRow found = side.control().epoch().close(connection, WAIT);
        if (found.epoch() <= row.epoch()) {
          side.control().epoch().put(connection, row);
        }
        CrashPoint.RAISE_WRITTEN.reached();
        connection.commit();
      }
      CrashPoint.RAISE_ON_ONE_SIDE.reached();
    }
    CrashPoint.RAISE_ON_BOTH_SIDES.reached();
  }

  /** The first row on both sides; leaves what is there. */
  public static void begin(SyncSide source, SyncSide target, EpochRow row) throws SQLException {
    for (SyncSide side : List.of(target, source)) {
      try (Connection connection = side.database().connect(Use.WRITE)) {
        if (side.control().epoch().peek(connection).isEmpty()) {
          side.control().epoch().put(connection, row);
        }
      }
      CrashPoint.PREPARE_EPOCH_ON_ONE_SIDE.reached();
    }
  }
}
