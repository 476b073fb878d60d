package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Connections;
import dev.migrationplanner.database.Lookup;
import dev.migrationplanner.database.Strain;
import dev.migrationplanner.database.Workload;
import dev.migrationplanner.schema.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Statements out of the performance schema's digests. */
final class MySqlWorkload implements Workload {

  private static final String DIGESTS =
      """
      SELECT digest_text, SUM(count_star), SUM(sum_timer_wait) / 1e9, SUM(sum_rows_sent + sum_rows_affected)
      FROM performance_schema.events_statements_summary_by_digest
      WHERE schema_name = ? AND digest_text IS NOT NULL
        AND digest_text NOT LIKE '%_schema%' AND digest_text NOT LIKE '%migration\\_planner%'
        AND digest_text REGEXP '^(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH)'
      GROUP BY digest_text ORDER BY 3 DESC LIMIT ?""";

  private static final String CONNECTED =
      "SHOW GLOBAL STATUS WHERE variable_name IN ('Threads_connected', 'Max_used_connections')";

  private final String database;

  MySqlWorkload(String database) {
    this.database = database;
  }

  @Override
  public Seen statements(Connection connection, int most) throws SQLException {
    if (!on(connection)) {
      return new Seen(
          List.of(),
          "the source keeps no statements: performance_schema is off (my.cnf); tell them with plan"
              + " --statements");
    }
    try (PreparedStatement query = connection.prepareStatement(DIGESTS)) {
      query.setString(1, database);
      query.setInt(2, most);
      try (ResultSet row = query.executeQuery()) {
        var statements = new ArrayList<Statement>();
        while (row.next()) {
          statements.add(
              new Statement(row.getString(1), row.getLong(2), row.getDouble(3), row.getLong(4)));
        }
        return new Seen(statements, "");
      }
    } catch (SQLException e) {
      return new Seen(
          List.of(),
          "the source does not show its statements (code "
              + e.getErrorCode()
              + "); GRANT SELECT ON performance_schema.* to the tool's user");
    }
  }

  @Override
  public List<Lookup> lookups(Connection connection, Schema schema, List<String> statements) {
    var explain = new MySqlLookups(connection, schema);
    return statements.stream().map(explain::of).toList();
  }

  @Override
  public Connections connections(Connection connection) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      long used = -1;
      long usedMax = -1;
      try (ResultSet row = statement.executeQuery(CONNECTED)) {
        while (row.next()) {
          if (row.getString(1).equalsIgnoreCase("Threads_connected")) {
            used = row.getLong(2);
          } else {
            usedMax = row.getLong(2);
          }
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT @@global.max_connections, @@port")) {
        row.next();
        return new Connections(
            row.getLong(1), 0, used, usedMax, Pools.SESSIONS_ALL_MAX, row.getInt(2), false);
      }
    }
  }

  @Override
  public long session(Connection connection) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT CONNECTION_ID()")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public Strain strain(Connection connection) throws SQLException {
    return MySqlStrain.of(connection);
  }

  private static boolean on(Connection connection) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@global.performance_schema")) {
      row.next();
      return row.getInt(1) == 1;
    }
  }
}
