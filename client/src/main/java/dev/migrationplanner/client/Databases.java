package dev.migrationplanner.client;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application's two data sources. */
final class Databases {
  private static final Logger LOG = LoggerFactory.getLogger(Databases.class);

  private final Map<Side, DataSource> sources = new EnumMap<>(Side.class);
  private final Map<Side, Engine> engines = new ConcurrentHashMap<>();

  Databases(DataSource source, DataSource target) {
    sources.put(Side.SOURCE, source);
    sources.put(Side.TARGET, target);
  }

  Connection open(Side side) throws SQLException {
    DataSource source = sources.get(side);
    if (source == null) {
      throw new IllegalStateException("There is no data source for " + side + ".");
    }
    return source.getConnection();
  }

  /** The engine behind a side, asked once. */
  Engine engine(Side side, Connection connection) throws SQLException {
    Engine known = engines.get(side);
    if (known == null) {
      known = Engine.of(connection);
      engines.put(side, known);
    }
    return known;
  }

  @Nullable Engine knownEngine(Side side) {
    return engines.get(side);
  }

  /**
   * After a commit: the write stands, so a connection that breaks here is the pool's concern alone.
   */
  void restoreAutoCommit(Connection connection, boolean autoCommit) {
    try {
      if (autoCommit) {
        connection.setAutoCommit(true);
      }
    } catch (SQLException broken) {
      LOG.debug("A connection broke after its commit, SQL state {}.", broken.getSQLState());
    }
  }

  /** Runs the work on a connection of this side. */
  <T extends @Nullable Object> T on(Side side, Work<T> work) throws SQLException {
    Connection connection = open(side);
    try {
      return work.run(connection, side);
    } finally {
      close(connection);
    }
  }

  /**
   * What the work came to stands: a commit is no failure because its connection breaks after it.
   */
  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException broken) {
      LOG.debug("A connection broke when it was given back, SQL state {}.", broken.getSQLState());
    }
  }

  /** The same, but no answer of the server is waited for longer than this. */
  <T extends @Nullable Object> T within(Duration most, Side side, Work<T> work)
      throws SQLException {
    Connection connection = open(side);
    try {
      int before = connection.getNetworkTimeout();
      connection.setNetworkTimeout(
          Runnable::run, (int) Math.min(Integer.MAX_VALUE, Math.max(1, most.toMillis())));
      try {
        return work.run(connection, side);
      } finally {
        restore(connection, before);
      }
    } finally {
      close(connection);
    }
  }

  /**
   * A connection that timed out is broken already and leaves its pool; it has nothing to restore.
   */
  private static void restore(Connection connection, int networkTimeoutMillis) {
    try {
      if (!connection.isClosed()) {
        connection.setNetworkTimeout(Runnable::run, networkTimeoutMillis);
      }
    } catch (SQLException broken) {
      LOG.debug(
          "A connection could not get its network timeout back, SQL state {}.",
          broken.getSQLState());
    }
  }
}
