package dev.migrationplanner.database.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Endpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import org.postgresql.util.PSQLException;

/** The pools, one per use, made when first asked for, each bounded; and how a session is fixed. */
final class Sessions implements AutoCloseable {

  private static final Map<Use, Integer> CONNECTIONS_MAX =
      Map.of(Use.READ, 16, Use.WRITE, 16, Use.LOG, 4, Use.CREATE, 4);

  /** Of all pools together. */
  static int connectionsMax() {
    return CONNECTIONS_MAX.values().stream().mapToInt(Integer::intValue).sum();
  }

  private final Endpoint endpoint;
  private final boolean replicationRole;
  private final Map<Use, HikariDataSource> pools = new EnumMap<>(Use.class);
  private boolean closed;

  /**
   * No connection is made yet.
   *
   * @param replicationRole whether we may switch referential actions and user triggers off
   */
  Sessions(Endpoint endpoint, boolean replicationRole) {
    this.endpoint = endpoint;
    this.replicationRole = replicationRole;
  }

  /** One session outside any pool, fixed for reading. */
  static Connection single(Endpoint endpoint) throws SQLException {
    Connection connection =
        DriverManager.getConnection(Login.url(endpoint), login(endpoint, Use.READ));
    try (var statement = connection.createStatement()) {
      statement.execute(settings(Use.READ, false));
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  Connection connect(Use use) throws SQLException {
    try {
      return pool(use).getConnection();
    } catch (SQLTransientConnectionException e) {
      if (e.getCause() instanceof PSQLException cause) {
        throw ConnectFailure.explain(endpoint, cause);
      }
      throw new SQLTransientConnectionException(
          "no connection to "
              + endpoint
              + " came free in time: all "
              + CONNECTIONS_MAX.get(use)
              + " for "
              + use
              + " are in use. Use fewer workers, or wait and try again",
          "08001");
    }
  }

  private synchronized HikariDataSource pool(Use use) throws SQLException {
    if (closed) {
      throw new SQLException("the connections to " + endpoint + " are closed", "08003");
    }
    HikariDataSource pool = pools.get(use);
    if (pool == null) {
      pool = new HikariDataSource(config(use));
      pools.put(use, pool);
    }
    return pool;
  }

  private HikariConfig config(Use use) throws SQLException {
    var config = new HikariConfig();
    config.setPoolName("postgresql-" + use + "-" + endpoint.port());
    config.setDataSource(new Driver(endpoint, use));
    config.setMaximumPoolSize(CONNECTIONS_MAX.getOrDefault(use, 1));
    config.setMinimumIdle(0);
    config.setIdleTimeout(60_000);
    config.setConnectionTimeout(15_000);
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(settings(use, replicationRole));
    return config;
  }

  private static Properties login(Endpoint endpoint, Use use) throws SQLException {
    Properties properties = Login.properties(endpoint, "migration-planner " + use);
    properties.setProperty("socketTimeout", use == Use.CREATE ? "86460" : "660");
    return properties;
  }

  /** A staging table has no statistics: rows are always found by their key, never by a scan. */
  private static final String BY_KEY =
      "; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_seqscan = off";

  /** The statements that fix a session. */
  static String settings(Use use, boolean replicationRole) {
    String common =
        """
        SET TimeZone = 'UTC'; SET standard_conforming_strings = on; SET search_path = '';
        SET row_security = off; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres';
        SET bytea_output = 'hex'; SET extra_float_digits = 3; SET client_min_messages = warning;
        SET default_transaction_isolation = 'read committed';
        SET idle_in_transaction_session_timeout = '5min';
        SET lock_timeout = '%s'; SET statement_timeout = '%s'"""
            .formatted(lockTimeout(use), use == Use.CREATE ? "24h" : "10min");
    return common
        + (use == Use.WRITE ? BY_KEY : "")
        + (use == Use.WRITE && replicationRole ? "; SET session_replication_role = replica" : "")
        + (use == Use.CREATE ? "; SET maintenance_work_mem = '256MB'" : "")
        + (use == Use.LOG ? "; SET synchronous_commit = local" : "");
  }

  /** DDL that waits makes every writer behind it wait: it gives way soon, and is tried again. */
  private static String lockTimeout(Use use) {
    return switch (use) {
      case WRITE -> "30s";
      case CREATE -> "300ms";
      case READ, LOG -> "10s";
    };
  }

  @Override
  public synchronized void close() {
    closed = true;
    pools.values().forEach(HikariDataSource::close);
    pools.clear();
  }

  /** Opens sessions; the password is read at each connect, so that it can be changed meanwhile. */
  private record Driver(Endpoint endpoint, Use use) implements Unpooled {
    @Override
    public Connection getConnection() throws SQLException {
      return DriverManager.getConnection(Login.url(endpoint), login(endpoint, use));
    }
  }
}
