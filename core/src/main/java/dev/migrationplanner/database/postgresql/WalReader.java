package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ChangeLog.LogLostException;
import dev.migrationplanner.database.ChangeLog.LogMark;
import dev.migrationplanner.database.ChangeLog.LogReader;
import dev.migrationplanner.database.Database.Failure;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.LogPosition;
import dev.migrationplanner.database.LoggedTransaction;
import dev.migrationplanner.database.TableView;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a slot in one thread and delivers in another, so that a slow consumer never keeps the
 * server waiting for a sign of life. A lost connection is made again, with back-off, from after the
 * last transaction read; what was read is never read to the consumer twice.
 */
final class WalReader implements LogReader {

  /** A place in the log: reached when a transaction that ends at or after it was delivered. */
  private record Mark(long lsn) implements LogMark {}

  private static final Duration RECONNECT_MAX = Duration.ofMinutes(5);
  private static final long PAUSE_FIRST_MILLIS = 50;
  private static final long PAUSE_MAX_MILLIS = 2_000;
  private static final long HEARTBEAT_MILLIS = 2_000;

  private static final String MARK =
      "SELECT pg_logical_emit_message(true, 'migration_planner', '')::text";

  private final WalSource source;
  private final Sessions sessions;
  private final String schema;
  private final List<TableView> tables;
  private final Consumer<LoggedTransaction> consumer;
  private final Handoff handoff = new Handoff();
  private final Progress progress;
  private final AtomicLong acknowledged = new AtomicLong();
  private final Thread reading = new Thread(this::readUntilClosed, "postgresql-log-read");
  private final Thread delivering = new Thread(this::deliverUntilClosed, "postgresql-log-deliver");
  private volatile WalSource.@Nullable Stream stream;
  private volatile boolean closed;
  private LogPlace read;

  WalReader(
      WalSource source,
      Sessions sessions,
      String schema,
      List<TableView> tables,
      LogPlace from,
      Consumer<LoggedTransaction> consumer) {
    this.source = source;
    this.sessions = sessions;
    this.schema = schema;
    this.tables = tables;
    this.consumer = consumer;
    this.read = from;
    this.progress = new Progress(from.position());
  }

  void start() {
    reading.setDaemon(true);
    delivering.setDaemon(true);
    reading.start();
    delivering.start();
  }

  /** Undefined object: dropped. Object not in the state it should be in: invalidated. */
  private static final Set<String> SLOT_GONE = Set.of("42704", "55000");

  private void readUntilClosed() {
    try {
      var assembly =
          new TransactionAssembly(schema, tables, new XidClock(currentXid()), read, this::hand);
      readOverConnections(new PgOutput(assembly), assembly);
    } catch (SQLException | RuntimeException e) {
      progress.fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readOverConnections(PgOutput output, TransactionAssembly assembly)
      throws SQLException, InterruptedException {
    long lastGood = System.nanoTime();
    long pause = PAUSE_FIRST_MILLIS;
    while (!closed) {
      try (WalSource.Stream opened = source.open(read)) {
        stream = opened;
        assembly.resume(read);
        pause = PAUSE_FIRST_MILLIS;
        readOne(opened, output);
        lastGood = System.nanoTime();
      } catch (SQLException e) {
        lastGood = stream == null ? lastGood : System.nanoTime();
        giveUpIfHopeless(e, lastGood);
      } finally {
        stream = null;
      }
      Thread.sleep(pause);
      pause = Math.min(2 * pause, PAUSE_MAX_MILLIS);
    }
  }

  private void giveUpIfHopeless(SQLException error, long lastGood) throws SQLException {
    boolean passing = SqlStates.classify(error) == Failure.RETRY;
    if (!closed && SLOT_GONE.contains(String.valueOf(error.getSQLState()))) {
      throw new LogLostException(
          "the replication slot can no longer be read ("
              + error.getMessage()
              + "): changes since are lost to it. Compare the tables anew");
    }
    if (!closed && (!passing || System.nanoTime() - lastGood > RECONNECT_MAX.toNanos())) {
      throw error;
    }
  }

  private void readOne(WalSource.Stream opened, PgOutput output) throws SQLException {
    while (!closed) {
      opened.acknowledge(acknowledged.get());
      ByteBuffer message = opened.read();
      if (message == null) {
        return;
      }
      try {
        output.take(message);
      } catch (ConnectionLost e) {
        throw e.error;
      }
    }
  }

  /** The connection was lost while the consumer was waited for. */
  private static final class ConnectionLost extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final SQLException error;

    ConnectionLost(SQLException error) {
      super(error);
      this.error = error;
    }
  }

  /** Waits for room; the server hears of us meanwhile. */
  private void hand(LoggedTransaction transaction) {
    try {
      while (!handoff.offer(transaction, HEARTBEAT_MILLIS)) {
        WalSource.Stream open = stream;
        if (closed || open == null) {
          throw new IllegalStateException("the reader was closed");
        }
        open.status(acknowledged.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the reader was closed", e);
    } catch (SQLException e) {
      throw new ConnectionLost(e);
    }
    read = read.at(transaction.end().minor());
  }

  private void deliverUntilClosed() {
    try {
      while (!closed) {
        LoggedTransaction transaction = handoff.poll(HEARTBEAT_MILLIS);
        if (transaction == null) {
          leaveIfServerStops();
        } else {
          consumer.accept(transaction);
          progress.delivered(transaction.end());
        }
      }
    } catch (RuntimeException e) {
      progress.fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A server that shuts down waits for its log readers to confirm everything, which we do only when
   * it is durable on our side: it would wait for ever. So in silence we look whether it still takes
   * queries, and leave if not.
   */
  private void leaveIfServerStops() {
    WalSource.Stream open = stream;
    if (open == null) {
      return;
    }
    try (Connection connection = sessions.connect(Use.LOG)) {
      ServerFacts.one(connection, "SELECT 1");
    } catch (SQLException e) {
      open.abort();
    }
  }

  private long currentXid() throws SQLException {
    try (Connection connection = sessions.connect(Use.LOG)) {
      return XidSet.parse(ServerFacts.one(connection, "SELECT pg_current_snapshot()::text")).xmax();
    }
  }

  /** The commit of a message of our own: every commit before this call stands before it. */
  @Override
  public LogMark markEnd() throws SQLException {
    progress.check();
    try (Connection connection = sessions.connect(Use.LOG);
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(MARK)) {
      row.next();
      return new Mark(
          org.postgresql.replication.LogSequenceNumber.valueOf(row.getString(1)).asLong());
    }
  }

  @Override
  public boolean awaitReached(LogMark mark, Duration timeout)
      throws SQLException, InterruptedException {
    return progress.await(((Mark) mark).lsn(), timeout);
  }

  @Override
  public LogPosition position() {
    return progress.position();
  }

  @Override
  public void acknowledge(LogPosition collected) {
    acknowledged.accumulateAndGet(collected.minor(), Math::max);
  }

  @Override
  public void close() {
    closed = true;
    progress.fail(new SQLException("the log reader is closed", "08003"));
    WalSource.Stream open = stream;
    if (open != null) {
      open.abort();
    }
    reading.interrupt();
    delivering.interrupt();
    try {
      reading.join(5_000);
      delivering.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
