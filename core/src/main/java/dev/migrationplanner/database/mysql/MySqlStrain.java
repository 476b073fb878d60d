package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Strain;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** How hard MySQL or MariaDB works. */
final class MySqlStrain {

  private static final String STATUS =
      """
      SHOW GLOBAL STATUS WHERE variable_name IN ('Threads_running', 'Innodb_history_list_length')""";

  /** MySQL has no status variable of the history; the metrics need PROCESS. */
  private static final String HISTORY =
      "SELECT count FROM information_schema.innodb_metrics WHERE name = 'trx_rseg_history_len'";

  private MySqlStrain() {}

  static Strain of(Connection connection) throws SQLException {
    long begun = System.nanoTime();
    number(connection, "SELECT 1");
    Duration latency = Duration.ofNanos(System.nanoTime() - begun);
    long running = Strain.UNKNOWN;
    long history = Strain.UNKNOWN;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(STATUS)) {
      while (row.next()) {
        if (row.getString(1).equalsIgnoreCase("Threads_running")) {
          running = row.getLong(2);
        } else {
          history = row.getLong(2);
        }
      }
    }
    return new Strain(running, history < 0 ? told(connection) : history, lag(connection), latency);
  }

  private static long told(Connection connection) {
    try {
      return number(connection, HISTORY);
    } catch (SQLException e) {
      return Strain.UNKNOWN; // This account may not see it.
    }
  }

  /** Of a replica; a primary does not know how far its replicas are. */
  private static double lag(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW REPLICA STATUS")) {
      double most = Strain.UNKNOWN;
      while (row.next()) {
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          if (row.getMetaData().getColumnLabel(i).startsWith("Seconds_Behind_")) {
            double seconds = row.getDouble(i);
            // A replica that is not replaying is behind without end.
            most = Math.max(most, row.wasNull() ? Double.POSITIVE_INFINITY : seconds);
          }
        }
      }
      return most;
    } catch (SQLException e) {
      return Strain.UNKNOWN; // This account may not see it.
    }
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getLong(1) : Strain.UNKNOWN;
    }
  }
}
