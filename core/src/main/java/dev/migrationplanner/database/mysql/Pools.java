package dev.migrationplanner.database.mysql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Endpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.EnumMap;
import java.util.Map;

/** Bounded pools of fixed sessions, one a purpose, made when first asked for. */
final class Pools implements AutoCloseable {

  private static final int SESSIONS_MAX = 24;

  /** Of all pools, for a probe has none, and the reader of the log. */
  static final int SESSIONS_ALL_MAX =
      SESSIONS_MAX * (SessionSource.Purpose.values().length - 1) + 1;

  private static final long WAIT_MILLIS = 30_000;

  private final Endpoint endpoint;
  private final Map<SessionSource.Purpose, HikariDataSource> pools =
      new EnumMap<>(SessionSource.Purpose.class);
  private boolean closed;

  Pools(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** A session for that use. */
  Connection borrow(Use use) throws SQLException {
    try {
      return pool(purpose(use)).getConnection();
    } catch (SQLTransientConnectionException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw OpenFailure.explain(endpoint, cause);
      }
      throw new SQLException(
          "all %d sessions to %s are in use for %d seconds; run fewer workers"
              .formatted(SESSIONS_MAX, endpoint, WAIT_MILLIS / 1000),
          "08001");
    }
  }

  /** Throws a session away instead of giving it back: its state is in doubt. */
  void evict(Connection connection, Use use) {
    pool(purpose(use)).evictConnection(connection);
  }

  private static SessionSource.Purpose purpose(Use use) {
    return switch (use) {
      case READ, LOG -> SessionSource.Purpose.READ;
      case WRITE -> SessionSource.Purpose.WRITE;
      case CREATE -> SessionSource.Purpose.CREATE;
    };
  }

  private synchronized HikariDataSource pool(SessionSource.Purpose purpose) {
    if (closed) {
      throw new IllegalStateException(endpoint + " is closed");
    }
    return pools.computeIfAbsent(purpose, p -> new HikariDataSource(config(p)));
  }

  private HikariConfig config(SessionSource.Purpose purpose) {
    var config = new HikariConfig();
    config.setPoolName("mysql-" + purpose.name().toLowerCase(java.util.Locale.ROOT));
    config.setDataSource(new SessionSource(endpoint, purpose));
    config.setMaximumPoolSize(SESSIONS_MAX);
    config.setMinimumIdle(0);
    config.setIdleTimeout(60_000);
    config.setMaxLifetime(600_000);
    config.setConnectionTimeout(WAIT_MILLIS);
    config.setInitializationFailTimeout(-1);
    return config;
  }

  @Override
  public synchronized void close() {
    closed = true;
    pools.values().forEach(HikariDataSource::close);
    pools.clear();
  }
}
