package dev.migrationplanner.sync;

import dev.migrationplanner.database.ChangeLog;
import dev.migrationplanner.database.ChangeLog.LogMark;
import dev.migrationplanner.database.ChangeLog.LogReader;
import dev.migrationplanner.database.LogPosition;
import dev.migrationplanner.database.LoggedTransaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One side's log on its way to the hops: the reader's thread puts transactions in and waits where
 * too many keys lie here; the hopping thread takes them all out.
 */
final class LogIntake implements AutoCloseable {

  private final ChangeLog log;
  private final int keysMax;
  private final Runnable arrived;
  private final List<LoggedTransaction> buffer = new ArrayList<>();
  private int keys;
  private boolean closed;
  private @Nullable LogReader reader;

  LogIntake(ChangeLog log, int keysMax, Runnable arrived) {
    this.log = log;
    this.keysMax = keysMax;
    this.arrived = arrived;
  }

  ChangeLog log() {
    return log;
  }

  void start(LogPosition from) throws SQLException {
    reader = log.read(from, this::put);
  }

  boolean started() {
    return reader != null;
  }

  /** The place up to which {@link #drain}, called after this, takes everything out. */
  LogPosition position() {
    return reader().position();
  }

  synchronized List<LoggedTransaction> drain() {
    List<LoggedTransaction> drained = List.copyOf(buffer);
    buffer.clear();
    keys = 0;
    notifyAll();
    return drained;
  }

  /** Puts back what {@link #drain} gave and could not be taken in; it comes first again. */
  synchronized void putBack(List<LoggedTransaction> transactions) {
    buffer.addAll(0, transactions);
    transactions.forEach(transaction -> keys += transaction.changes().size());
  }

  /** Keys read from the log and not taken in yet. */
  synchronized int keys() {
    return keys;
  }

  synchronized boolean isEmpty() {
    return buffer.isEmpty();
  }

  LogMark markEnd() throws SQLException {
    return reader().markEnd();
  }

  boolean awaitReached(LogMark mark, Duration timeout) throws SQLException, InterruptedException {
    return reader().awaitReached(mark, timeout);
  }

  void acknowledge(LogPosition collected) {
    reader().acknowledge(collected);
  }

  private void put(LoggedTransaction transaction) {
    synchronized (this) {
      try {
        while (keys >= keysMax && !closed) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("the log reader was interrupted", e);
      }
      buffer.add(transaction);
      keys += transaction.changes().size();
    }
    arrived.run();
  }

  private LogReader reader() {
    LogReader running = reader;
    if (running == null) {
      throw new IllegalStateException("this log is not being read");
    }
    return running;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    LogReader running = reader;
    reader = null;
    if (running != null) {
      running.close();
    }
  }
}
