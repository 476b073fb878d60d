package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ChangeLog.LogLostException;
import dev.migrationplanner.database.LogPosition;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How far a reader has delivered, and why it died if it did. */
final class Progress {

  private LogPosition position;
  private @Nullable Exception failure;

  Progress(LogPosition from) {
    this.position = from;
  }

  synchronized void delivered(LogPosition end) {
    position = end;
    notifyAll();
  }

  synchronized LogPosition position() {
    return position;
  }

  /** The first failure counts. */
  synchronized void fail(Exception why) {
    if (failure == null) {
      failure = why;
    }
    notifyAll();
  }

  synchronized void check() throws SQLException {
    Exception why = failure;
    if (why instanceof LogLostException) {
      throw new LogLostException(String.valueOf(why.getMessage()));
    }
    if (why != null) {
      String state = why instanceof SQLException sql ? sql.getSQLState() : null;
      throw new SQLException("reading the change log stopped: " + why.getMessage(), state, why);
    }
  }

  /** False if that place was not reached in time. */
  synchronized boolean await(long lsn, Duration timeout) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    check();
    while (position.minor() < lsn) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      wait(millis);
      check();
    }
    return true;
  }
}
