package dev.migrationplanner.sync;

import dev.migrationplanner.database.EpochTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * How our transactions enter the other side: alone, so that they and the application's secondary
 * writes take turns. Where one of those stays inside too long, beside it, and the next try to be
 * alone waits a while, for such a try holds up the others. Owned by one thread at a time.
 */
final class Turns {

  private static final Duration WAIT = Duration.ofMillis(300);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final EpochTable fence;
  private final long epoch;
  private long notBefore = System.nanoTime();

  Turns(EpochTable fence, long epoch) {
    this.fence = fence;
    this.epoch = epoch;
  }

  /**
   * Enters, for the rest of the connection's transaction.
   *
   * @throws EpochTable.StaleEpochException if that side is in another epoch
   */
  void enter(Connection connection) throws SQLException {
    if (System.nanoTime() - notBefore < 0) {
      fence.enter(connection, epoch);
    } else if (!fence.enterAlone(connection, epoch, WAIT)) {
      notBefore = System.nanoTime() + PAUSE.toNanos();
    }
  }
}
