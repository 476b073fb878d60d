package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ServerInfo;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what a server is and the settings that matter to a migration. */
final class ServerProbe {

  private static final List<String> SETTINGS =
      List.of(
          "autocommit",
          "auto_increment_increment",
          "auto_increment_offset",
          "binlog_expire_logs_seconds",
          "binlog_format",
          "binlog_row_image",
          "binlog_row_metadata",
          "binlog_row_value_options",
          "binlog_storage_engine",
          "binlog_transaction_compression",
          "character_set_server",
          "collation_server",
          "enforce_gtid_consistency",
          "event_scheduler",
          "expire_logs_days",
          "explicit_defaults_for_timestamp",
          "gtid_mode",
          "innodb_native_foreign_keys",
          "innodb_version",
          "log_bin",
          "log_bin_compress",
          "log_slave_updates",
          "lower_case_table_names",
          "max_allowed_packet",
          "max_connections",
          "read_only",
          "server_id",
          "server_uid",
          "server_uuid",
          "sql_mode",
          "sync_binlog",
          "time_zone",
          "transaction_isolation",
          "tx_isolation",
          "version",
          "version_comment");

  private ServerProbe() {}

  static ServerInfo read(Connection connection, Flavour flavour) throws SQLException {
    Map<String, String> settings = settings(connection);
    return new ServerInfo(
        flavour.title(), flavour.version(), identity(flavour, settings), settings);
  }

  /** The settings, as they are globally; those this server does not have are missing. */
  static Map<String, String> settings(Connection connection) throws SQLException {
    var settings = new HashMap<String, String>();
    String names = "'" + String.join("', '", SETTINGS) + "'";
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SHOW GLOBAL VARIABLES WHERE Variable_name IN (" + names + ")")) {
      while (row.next()) {
        settings.put(row.getString(1), row.getString(2));
      }
    }
    return settings;
  }

  /**
   * MySQL has a UUID a data directory. MariaDB has a hash of the machine and port in newer versions
   * only; there the GTID at a position, which checkpoints carry too, tells histories apart.
   */
  private static String identity(Flavour flavour, Map<String, String> settings) {
    if (!flavour.isMariaDb()) {
      return settings.getOrDefault("server_uuid", "");
    }
    return settings.getOrDefault("server_id", "")
        + "/"
        + settings.getOrDefault("server_uid", "").replace(";", "");
  }
}
