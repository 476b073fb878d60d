package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Connections;
import dev.migrationplanner.database.Lookup;
import dev.migrationplanner.database.Strain;
import dev.migrationplanner.database.Workload;
import dev.migrationplanner.schema.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
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

  /** The database's own limit counts, where it is the lower one. Every account may see this. */
  private static final String CONNECTIONS =
      """
      SELECT CASE WHEN datconnlimit >= 0 THEN least(datconnlimit, most) ELSE most END,
             CASE WHEN datconnlimit >= 0 AND datconnlimit < most THEN 0 ELSE kept END,
             CASE WHEN datconnlimit >= 0 AND datconnlimit < most THEN here ELSE everywhere END,
             coalesce(inet_server_port(), 0)
      FROM pg_database d,
           (SELECT current_setting('max_connections')::int AS most,
                   current_setting('superuser_reserved_connections')::int
                     + coalesce(current_setting('reserved_connections', true)::int, 0) AS kept,
                   (SELECT sum(numbackends) FROM pg_stat_database) AS everywhere,
                   (SELECT numbackends FROM pg_stat_database
                    WHERE datname = current_database()) AS here) s
      WHERE d.datname = current_database()
      """;

  /** Without pg_read_all_stats, sessions of others have no state and replicas no lag. */
  private static final String STRAIN =
      """
      SELECT (SELECT count(*) FROM pg_stat_activity
              WHERE state = 'active' AND backend_type = 'client backend'),
             (SELECT coalesce(max(age(backend_xmin)), 0) FROM pg_stat_activity),
             CASE WHEN pg_is_in_recovery()
                  THEN extract(epoch FROM now() - pg_last_xact_replay_timestamp())
                  ELSE coalesce(
                      (SELECT extract(epoch FROM max(replay_lag)) FROM pg_stat_replication
                       WHERE state = 'streaming'), -1) END
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

  @Override
  public List<Lookup> lookups(Connection connection, Schema schema, List<String> statements)
      throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement path =
        connection.prepareStatement("SELECT set_config('search_path', quote_ident(?), true)")) {
      path.setString(1, schema.name());
      path.execute();
      var explain = new PostgreSqlLookups(connection);
      var lookups = new ArrayList<Lookup>();
      for (String statement : statements) {
        lookups.add(explain.of(statement));
      }
      return lookups;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  @Override
  public Connections connections(Connection connection) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(CONNECTIONS)) {
      row.next();
      return new Connections(
          row.getLong(1),
          row.getLong(2),
          row.getLong(3),
          -1,
          Sessions.connectionsMax(),
          row.getInt(4) == 0 ? -1 : row.getInt(4),
          false);
    }
  }

  @Override
  public long session(Connection connection) throws SQLException {
    return Long.parseLong(ServerFacts.one(connection, "SELECT pg_backend_pid()"));
  }

  @Override
  public Strain strain(Connection connection) throws SQLException {
    long begun = System.nanoTime();
    ServerFacts.one(connection, "SELECT 1");
    Duration latency = Duration.ofNanos(System.nanoTime() - begun);
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(STRAIN)) {
      row.next();
      return new Strain(row.getLong(1), row.getLong(2), row.getDouble(3), latency);
    }
  }
}
