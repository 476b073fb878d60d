package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Endpoint;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** Opens replication connections to one slot. */
final class WalSource {

  /** Whether the slot still has all from a place on; throws if not. */
  interface Check {
    void run(Connection connection, LogPlace place) throws SQLException;
  }

  private static final int STATUS_INTERVAL_SECONDS = 5;

  /** How the log prints values. */
  private static final String TEXT_FORMS =
      """
      SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres';
      SET bytea_output = 'hex'; SET extra_float_digits = 3; SET search_path = '';
      SET statement_timeout = 0""";

  private final Endpoint endpoint;
  private final LogNames names;
  private final Check check;

  WalSource(Endpoint endpoint, LogNames names, Check check) {
    this.endpoint = endpoint;
    this.names = names;
    this.check = check;
  }

  /** Checks the slot, then streams from the place on. */
  Stream open(LogPlace from) throws SQLException {
    try (Connection connection = Sessions.single(endpoint)) {
      check.run(connection, from);
    }
    Connection connection = DriverManager.getConnection(Login.url(endpoint), properties());
    try (var statement = connection.createStatement()) {
      // The driver sets the JVM's time zone when it connects, so that ours comes after.
      statement.execute(TEXT_FORMS);
      return new Stream(connection, stream(connection, from));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Properties properties() throws SQLException {
    Properties properties = Login.properties(endpoint, "migration-planner " + Use.LOG + " reader");
    properties.setProperty("replication", "database");
    properties.setProperty("assumeMinServerVersion", "15");
    properties.setProperty("preferQueryMode", "simple");
    return properties;
  }

  private PGReplicationStream stream(Connection connection, LogPlace from) throws SQLException {
    return connection
        .unwrap(PGConnection.class)
        .getReplicationAPI()
        .replicationStream()
        .logical()
        .withAutomaticFlush(false)
        .withSlotName(names.slot())
        .withStartPosition(LogSequenceNumber.valueOf(from.lsn()))
        .withStatusInterval(STATUS_INTERVAL_SECONDS, TimeUnit.SECONDS)
        .withSlotOption("proto_version", 1)
        .withSlotOption("publication_names", names.publicationSql())
        .withSlotOption("messages", true)
        .start();
  }

  /** One connection that streams. All but {@link #abort} belongs to one thread. */
  static final class Stream implements AutoCloseable {
    private final Connection connection;
    private final PGReplicationStream stream;

    Stream(Connection connection, PGReplicationStream stream) {
      this.connection = connection;
      this.stream = stream;
    }

    /** The next message; null if the stream has ended. */
    @Nullable ByteBuffer read() throws SQLException {
      return stream.read();
    }

    /** Tells the server that we live and what it may forget. */
    void status(long acknowledged) throws SQLException {
      acknowledge(acknowledged);
      stream.forceUpdateStatus();
    }

    /** What goes with the next status. */
    void acknowledge(long lsn) {
      if (lsn != 0) {
        stream.setFlushedLSN(LogSequenceNumber.valueOf(lsn));
        stream.setAppliedLSN(LogSequenceNumber.valueOf(lsn));
      }
    }

    /** Ends a read from another thread. */
    void abort() {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        org.slf4j.LoggerFactory.getLogger(WalSource.class).debug("replication ended", e);
      }
    }

    @Override
    public void close() {
      abort();
    }
  }
}
