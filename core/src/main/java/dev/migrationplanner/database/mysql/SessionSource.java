package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Endpoint;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Driver;

/**
 * Opens sessions and fixes everything in them that the server could have set otherwise. The address
 * is built from the endpoint's parts; the password is read anew each time.
 */
final class SessionSource implements DataSource {

  /** What a session is fixed for. */
  enum Purpose {
    PROBE,
    READ,
    WRITE,
    CREATE
  }

  private static final Set<String> OPTIONS =
      Set.of("connectTimeout", "socketTimeout", "serverSslCert", "tcpKeepIdle", "tcpKeepInterval");

  private static final String SQL_MODE =
      "STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_BACKSLASH_ESCAPES";

  private final Endpoint endpoint;
  private final Purpose purpose;

  SessionSource(Endpoint endpoint, Purpose purpose) {
    this.endpoint = endpoint;
    this.purpose = purpose;
    checkParts(endpoint);
  }

  /** A session; failures say what, where, why and what to do. */
  Connection open() throws SQLException {
    try {
      return getConnection();
    } catch (SQLException e) {
      throw OpenFailure.explain(endpoint, e);
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = new Driver().connect(url(), properties());
    if (connection == null) {
      throw new SQLException("the driver does not know the address of " + endpoint, "08001");
    }
    try (Statement statement = connection.createStatement()) {
      connection.setCatalog(endpoint.database());
      statement.execute(settings());
      connection.setTransactionIsolation(isolation());
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private String url() {
    String host = endpoint.host();
    return "jdbc:mariadb://"
        + (host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + endpoint.port()
        + "/";
  }

  private Properties properties() {
    var properties = new Properties();
    properties.setProperty("user", endpoint.user());
    properties.setProperty("password", endpoint.password().reveal());
    properties.setProperty("connectTimeout", "10000");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("allowLocalInfile", "false");
    properties.setProperty("tinyInt1isBit", "false");
    if (endpoint.tls() == Endpoint.Tls.VERIFY) {
      properties.setProperty("sslMode", "verify-full");
    } else {
      properties.setProperty("sslMode", "disable");
      properties.setProperty("allowPublicKeyRetrieval", "true");
    }
    endpoint.options().forEach(properties::setProperty);
    return properties;
  }

  /**
   * READ is REPEATABLE READ, for snapshots; WRITE is READ COMMITTED, so that looking for a row that
   * is not there locks no gap the application wants to insert into.
   */
  private String settings() {
    boolean writes = purpose == Purpose.WRITE || purpose == Purpose.CREATE;
    return """
        SET NAMES utf8mb4, time_zone = '+00:00', sql_mode = '%s%s', autocommit = 1,
            foreign_key_checks = %d, unique_checks = 1, lock_wait_timeout = %d,
            innodb_lock_wait_timeout = 10, net_write_timeout = 600, group_concat_max_len = 16777216
            /*M!100500 , max_statement_time = %d */ /*!80000 , max_execution_time = %d000 */"""
        .formatted(
            SQL_MODE,
            writes ? ",NO_AUTO_VALUE_ON_ZERO" : "",
            purpose == Purpose.WRITE ? 0 : 1,
            purpose == Purpose.CREATE ? 60 : 10,
            seconds(),
            seconds());
  }

  private long seconds() {
    return (purpose == Purpose.CREATE ? Duration.ofDays(3) : Duration.ofHours(2)).toSeconds();
  }

  private int isolation() {
    return purpose == Purpose.WRITE
        ? Connection.TRANSACTION_READ_COMMITTED
        : Connection.TRANSACTION_REPEATABLE_READ;
  }

  private static void checkParts(Endpoint endpoint) {
    if (!endpoint.host().matches("[A-Za-z0-9._:-]+")) {
      throw new IllegalArgumentException("not a host name or address: " + endpoint.host());
    }
    for (Map.Entry<String, String> option : endpoint.options().entrySet()) {
      if (!OPTIONS.contains(option.getKey())) {
        throw new IllegalArgumentException(
            "option " + option.getKey() + " is not allowed; allowed are " + OPTIONS);
      }
    }
    if (endpoint.tls() == Endpoint.Tls.PLAIN && !isLoopback(endpoint.host())) {
      throw new IllegalArgumentException(
          "plain text is for this machine only, and "
              + endpoint.host()
              + " is another; set tls: verify");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return true; // Connecting says so, with what to do.
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the endpoint says who we are");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 10;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("logging is by slf4j");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
