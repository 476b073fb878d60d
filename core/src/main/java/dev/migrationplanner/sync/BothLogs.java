package dev.migrationplanner.sync;

import dev.migrationplanner.database.ChangeLog.LogMark;
import dev.migrationplanner.database.LogPosition;
import dev.migrationplanner.database.LoggedTransaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Both sides' logs, as a hopper takes them in: what they bring becomes pending. The other side's
 * may not be read at all. Owned by the thread that hops.
 */
final class BothLogs {

  private static final Duration PROBE = Duration.ofSeconds(1);

  private final Direction direction;
  private final SyncSide authority;
  private final SyncSide other;
  private final LogIntake authorityLog;
  private final @Nullable LogIntake otherLog;
  private final HopGround ground;
  private final PendingKeys pending;

  BothLogs(
      Direction direction,
      SyncSide authority,
      SyncSide other,
      LogIntake authorityLog,
      @Nullable LogIntake otherLog,
      HopGround ground,
      PendingKeys pending) {
    this.direction = direction;
    this.authority = authority;
    this.other = other;
    this.authorityLog = authorityLog;
    this.otherLog = otherLog;
    this.ground = ground;
    this.pending = pending;
  }

  boolean readsOther() {
    return otherLog != null;
  }

  /** Takes in what both logs have brought; returns the places reached. */
  Reached takeIn() throws SQLException {
    LogPosition authorityAt = authorityLog.position();
    LogPosition otherAt = otherLog == null ? null : otherLog.position();
    takeIn(authorityLog, authority, other);
    if (otherLog != null) {
      takeIn(otherLog, other, authority);
    }
    return new Reached(authorityAt, otherAt);
  }

  private void takeIn(LogIntake log, SyncSide side, SyncSide opposite) throws SQLException {
    List<LoggedTransaction> drained = log.drain();
    int taken = 0;
    try {
      for (; taken < drained.size(); taken++) {
        LoggedTransaction transaction = drained.get(taken);
        ground.judge().take(transaction, side.side(), direction, pending);
        ground.statements().take(transaction, side, opposite, side == authority, pending);
      }
    } finally {
      log.putBack(drained.subList(taken, drained.size()));
    }
  }

  /** The ends of the logs as of now. */
  Ends ends(boolean otherToo) throws SQLException {
    return new Ends(
        authorityLog.markEnd(), otherToo && otherLog != null ? otherLog.markEnd() : null);
  }

  /**
   * Waits until the readers are there; what they bring is taken in meanwhile, for they may wait for
   * room.
   *
   * @return false if more than a hop may hold came before the ends did
   */
  boolean awaitReached(Ends ends, long deadlineNanos) throws SQLException, InterruptedException {
    boolean few = awaitReached(authorityLog, ends.authority, authority, deadlineNanos);
    if (few && ends.other != null && otherLog != null) {
      few = awaitReached(otherLog, ends.other, other, deadlineNanos);
    }
    return few;
  }

  private boolean awaitReached(LogIntake log, LogMark mark, SyncSide side, long deadlineNanos)
      throws SQLException, InterruptedException {
    while (!log.awaitReached(mark, Duration.ofMillis(50))) {
      Reached unused = takeIn();
      if (pending.size() > ground.options().hopKeysMax()) {
        return false;
      }
      if (System.nanoTime() - deadlineNanos > 0) {
        throw new java.sql.SQLTransientException(
            "the log of the "
                + side.side()
                + " ("
                + side.database().endpoint()
                + ") did not reach its end in time");
      }
    }
    return true;
  }

  /** Finds out whether both logs can still be read: a lost one must not pass for a quiet one. */
  void probe() throws SQLException, InterruptedException {
    boolean unused = authorityLog.awaitReached(authorityLog.markEnd(), PROBE);
    if (otherLog != null) {
      unused = otherLog.awaitReached(otherLog.markEnd(), PROBE);
    }
  }

  /** What leads there is durable on the other side: the logs may forget it. */
  void acknowledge(Reached reached) {
    if (reached.authority() != null) {
      authorityLog.acknowledge(reached.authority());
    }
    if (reached.other() != null && otherLog != null) {
      otherLog.acknowledge(reached.other());
    }
  }

  /** Marks to wait for. */
  record Ends(LogMark authority, @Nullable LogMark other) {}
}
