package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ChangeLog.LogLostException;
import dev.migrationplanner.database.ChangeLog.LogMark;
import dev.migrationplanner.database.ChangeLog.LogReader;
import dev.migrationplanner.database.Database.Failure;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.LogPosition;
import dev.migrationplanner.database.LoggedTransaction;
import dev.migrationplanner.database.TableView;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a log in a thread of its own. After a lost connection it goes on behind the last
 * transaction handed on; what had come of a later one is read again from its start.
 */
final class BinlogReader implements LogReader, LogAssembler.Receiver, Runnable {

  /**
   * The log to read.
   *
   * @param migration names the thread
   */
  record Log(
      Endpoint endpoint, Flavour flavour, Pools pools, String migration, List<TableView> tables) {}

  private static final Logger log = LoggerFactory.getLogger(BinlogReader.class);
  private static final Duration BACK_OFF_MAX = Duration.ofSeconds(5);
  private static final Duration OUTAGE_MAX = Duration.ofMinutes(10);
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final Log source;
  private final Consumer<LoggedTransaction> consumer;
  private final Thread thread;
  private final Object lock = new Object();
  private final XaBranches branches = new XaBranches();
  private volatile LogAddress reached;
  private volatile boolean closed;
  private volatile @Nullable BinlogConnection connection;
  private @Nullable SQLException failure;
  private long handedOnNanos = System.nanoTime();
  private long aliveNanos = System.nanoTime();

  BinlogReader(Log source, LogAddress from, Consumer<LoggedTransaction> consumer) {
    this.source = source;
    this.reached = from;
    this.consumer = consumer;
    this.thread = new Thread(this, "binlog-" + source.migration());
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  @Override
  public void run() {
    try {
      long pauseMillis = 100;
      while (!closed) {
        LogAddress before = reached;
        readOnce();
        pauseMillis =
            reached.equals(before) ? Math.min(2 * pauseMillis, BACK_OFF_MAX.toMillis()) : 100;
        pause(pauseMillis);
      }
    } catch (InterruptedException e) {
      fail(new SQLException("reading the log of " + source.endpoint() + " was interrupted", e));
    } catch (SQLException | RuntimeException e) {
      fail(e);
    }
  }

  private void pause(long millis) throws InterruptedException {
    synchronized (lock) {
      if (!closed) {
        lock.wait(millis);
      }
    }
  }

  /** Reads until the connection ends; throws if there is no use in trying again. */
  private void readOnce() throws SQLException, InterruptedException {
    LogAddress from = reached;
    try {
      checkHistory(from);
      var assembler =
          new LogAssembler(
              source.flavour(),
              source.endpoint().database(),
              from,
              source.tables(),
              branches,
              this);
      var next = new BinlogConnection(source.endpoint(), from.place(), assembler);
      connection = next;
      if (!closed) {
        next.readUntilEnd();
      }
    } catch (SQLException e) {
      retryOrThrow(e);
    } finally {
      connection = null;
    }
  }

  private void checkHistory(LogAddress from) throws SQLException {
    try (Connection session = source.pools().borrow(Use.LOG)) {
      new LogHistory(source.flavour(), source.endpoint().database()).check(session, from);
    }
  }

  private void retryOrThrow(SQLException e) throws SQLException {
    if (closed) {
      return;
    }
    boolean passing = MySqlFailures.classify(e) == Failure.RETRY;
    if (!passing || System.nanoTime() - aliveNanos > OUTAGE_MAX.toNanos()) {
      throw e;
    }
    log.info(
        "The log of {} is not readable now, trying again: {}", source.endpoint(), e.getMessage());
  }

  @Override
  public void transaction(LoggedTransaction transaction) throws InterruptedException {
    consumer.accept(transaction);
    handedOnNanos = System.nanoTime();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /**
   * Of transactions that do not concern us one a second is handed on, empty: so that the position
   * that the consumer saves moves on.
   */
  @Override
  public boolean wantsEmpty() {
    return System.nanoTime() - handedOnNanos > QUIET.toNanos();
  }

  @Override
  public void reached(LogAddress address) {
    synchronized (lock) {
      reached = address;
      aliveNanos = System.nanoTime();
      lock.notifyAll();
    }
  }

  private void fail(Exception e) {
    synchronized (lock) {
      failure =
          e instanceof SQLException sql
              ? sql
              : new SQLException(
                  "the log of " + source.endpoint() + " is no longer read: " + e.getMessage(), e);
      lock.notifyAll();
    }
    if (!closed) {
      log.warn("Reading the log of {} has ended: {}", source.endpoint(), e.getMessage());
    }
  }

  @Override
  public LogMark markEnd() throws SQLException {
    try (Connection session = source.pools().borrow(Use.LOG)) {
      return new BinlogMark(LogHistory.end(session, source.flavour()));
    }
  }

  @Override
  public boolean awaitReached(LogMark mark, Duration timeout)
      throws SQLException, InterruptedException {
    BinlogPlace place = ((BinlogMark) mark).place();
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (lock) {
      while (reached.place().compareTo(place) < 0) {
        throwFailure();
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        lock.wait(left / 1_000_000 + 1);
      }
      return true;
    }
  }

  private void throwFailure() throws SQLException {
    SQLException why = failure;
    if (why instanceof LogLostException) {
      throw new LogLostException(String.valueOf(why.getMessage()));
    }
    if (why != null) {
      throw new SQLException(why.getMessage(), why.getSQLState(), why.getErrorCode(), why);
    }
    if (closed) {
      throw new SQLException("the reader of the log of " + source.endpoint() + " is closed");
    }
  }

  @Override
  public LogPosition position() {
    return reached.position();
  }

  /** The server keeps its log by time, not by reader: there is nobody to tell. */
  @Override
  public void acknowledge(LogPosition collected) {}

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    BinlogConnection open = connection;
    if (open != null) {
      open.close();
    }
    thread.interrupt();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
