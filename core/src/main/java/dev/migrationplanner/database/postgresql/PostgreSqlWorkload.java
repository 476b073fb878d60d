package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Workload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Statements out of pg_stat_statements. */
final class PostgreSqlWorkload implements Workload {

  private static final String DIGESTS =
      """
      SELECT query, sum(calls)::bigint, sum(total_exec_time), sum(rows)::bigint
      FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
      WHERE d.datname = current_database() AND query ~* '^\\s*(select|insert|update|delete|with)'
        AND query !~ 'pg_|information_schema|migration_planner'
      GROUP BY query ORDER BY 3 DESC LIMIT ?
      """;

  @Override
  public Seen statements(Connection connection, int most) throws SQLException {
    if (!ServerFacts.one(connection, "SELECT to_regclass('pg_stat_statements') IS NOT NULL")
        .equals("t")) {
      return new Seen(
          List.of(), "the source keeps no statements: the extension pg_stat_statements is missing");
    }
    try (PreparedStatement query = connection.prepareStatement(DIGESTS)) {
      query.setInt(1, most);
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
          "the source does not show its statements (SQLSTATE "
              + e.getSQLState()
              + "); GRANT pg_read_all_stats to the tool's role");
    }
  }
}
