package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.ServerInfo;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.TreeMap;

/**
 * What the server is and what we may do there, read once.
 *
 * @param mayReplicate whether we may set session_replication_role
 */
record ServerFacts(ServerInfo info, boolean mayReplicate) {

  private static final int OLDEST_MAJOR = 15;

  private static final String SETTINGS =
      """
      SELECT name, setting FROM pg_settings WHERE name IN (
        'block_size', 'default_toast_compression', 'fsync', 'full_page_writes', 'lc_collate',
        'lock_timeout', 'logical_decoding_work_mem', 'max_connections', 'max_locks_per_transaction',
        'max_prepared_transactions', 'max_replication_slots', 'max_slot_wal_keep_size',
        'max_wal_senders', 'max_wal_size', 'server_encoding', 'server_version_num',
        'shared_buffers', 'synchronous_commit', 'synchronous_standby_names', 'wal_level',
        'wal_sender_timeout', 'idle_replication_slot_timeout', 'TimeZone', 'track_counts')
      """;

  private static final String IDENTITY =
      """
      SELECT s.system_identifier || '/' || c.timeline_id
      FROM pg_control_system() s, pg_control_checkpoint() c
      """;

  private static final String MAY_REPLICATE =
      "SELECT has_parameter_privilege('session_replication_role', 'SET')";

  static ServerFacts read(Endpoint endpoint) throws SQLException {
    try (Connection connection = connect(endpoint)) {
      checkProduct(endpoint, connection);
      checkSchema(endpoint, connection);
      var settings = new TreeMap<String, String>();
      try (var statement = connection.createStatement();
          ResultSet row = statement.executeQuery(SETTINGS)) {
        while (row.next()) {
          settings.put(row.getString(1), row.getString(2));
        }
      }
      var info =
          new ServerInfo(
              "PostgreSQL",
              connection.getMetaData().getDatabaseProductVersion(),
              one(connection, IDENTITY),
              settings);
      return new ServerFacts(info, one(connection, MAY_REPLICATE).equals("t"));
    }
  }

  private static Connection connect(Endpoint endpoint) throws SQLException {
    try {
      return Sessions.single(endpoint);
    } catch (SQLException e) {
      throw e.getMessage() != null && e.getMessage().startsWith("refused to connect")
          ? e
          : ConnectFailure.explain(endpoint, e);
    }
  }

  private static void checkProduct(Endpoint endpoint, Connection connection) throws SQLException {
    String version = one(connection, "SELECT version()");
    if (!version.startsWith("PostgreSQL ")) {
      throw new SQLException(
          endpoint + " is no PostgreSQL: it says \"" + version + "\". Connect to PostgreSQL",
          "0A000");
    }
    int major = connection.getMetaData().getDatabaseMajorVersion();
    if (major < OLDEST_MAJOR) {
      throw new SQLException(
          endpoint
              + " is PostgreSQL "
              + major
              + "; the oldest that is supported is "
              + OLDEST_MAJOR
              + ". Upgrade the server",
          "0A000");
    }
  }

  private static void checkSchema(Endpoint endpoint, Connection connection) throws SQLException {
    if (endpoint.schema().equals("migration_planner")) {
      throw new SQLException(
          "schema migration_planner is this product's own; name the application's", "3F000");
    }
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT 1 FROM pg_namespace WHERE nspname = ?")) {
      statement.setString(1, endpoint.schema());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new SQLException(
              endpoint
                  + " has no schema \""
                  + endpoint.schema()
                  + "\". Create it, or correct the name",
              "3F000");
        }
      }
    }
  }

  static String one(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }
}
