package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.Strangers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Roles of PostgreSQL. */
public final class PostgreSqlStrangers implements Strangers {

  /**
   * Roles that may write a table of the schema, by themselves or as a member of another role, and
   * sessions that have begun to write, whatever their role may do now. A session keeps its rights'
   * effect after NOLOGIN, so that a role that cannot log in counts while one is open.
   */
  private static final String LOOK =
      """
      SELECT * FROM (
        SELECT r.rolname, r.rolcanlogin AS can_log_in, r.rolsuper OR EXISTS (
            SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, pg_roles m
            WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND pg_has_role(r.oid, m.oid, 'MEMBER')
              AND (has_any_column_privilege(m.oid, c.oid, 'INSERT, UPDATE')
                OR has_table_privilege(m.oid, c.oid, 'DELETE, TRUNCATE'))) AS writes,
          r.rolsuper OR r.rolcreaterole AS administrator,
          (SELECT count(*) FROM pg_stat_activity a WHERE a.usesysid = r.oid
            AND a.datname = current_database() AND a.backend_type = 'client backend') AS sessions,
          EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.usesysid = r.oid
            AND a.datname = current_database() AND a.backend_xid IS NOT NULL) AS writing
        FROM pg_roles r WHERE r.rolname <> ? AND r.rolname !~ '^pg_') AS seen
      WHERE (writes AND (can_log_in OR sessions > 0)) OR writing
      ORDER BY rolname""";

  private final Endpoint endpoint;

  PostgreSqlStrangers(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public String find() {
    return """
        SELECT DISTINCT grantee FROM information_schema.table_privileges
        WHERE table_schema = %s AND privilege_type IN ('INSERT', 'UPDATE', 'DELETE')"""
        .formatted(text(endpoint.schema()));
  }

  @Override
  public Seen look(Connection connection) throws SQLException {
    var strangers = new ArrayList<Stranger>();
    try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
      statement.setString(1, endpoint.schema());
      statement.setString(2, endpoint.user());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          strangers.add(
              new Stranger(
                  row.getString("rolname"),
                  row.getBoolean("can_log_in") && row.getBoolean("writes"),
                  row.getBoolean("administrator"),
                  row.getInt("sessions")));
        }
      }
    }
    return new Seen(strangers, prepared(connection), false);
  }

  private static int prepared(Connection connection) throws SQLException {
    String count =
        ServerFacts.one(
            connection,
            "SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()");
    return Integer.parseInt(count);
  }

  @Override
  public List<String> shutOut(List<String> accounts) {
    var statements = new ArrayList<String>();
    for (String account : accounts) {
      statements.add("ALTER ROLE " + Quoting.DOUBLE.quote(account) + " NOLOGIN");
    }
    for (String account : accounts) {
      statements.add(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = "
              + text(account));
    }
    statements.add("SELECT gid, owner FROM pg_prepared_xacts");
    return statements;
  }

  @Override
  public List<String> letIn(List<String> accounts) {
    return accounts.stream().map(a -> "ALTER ROLE " + Quoting.DOUBLE.quote(a) + " LOGIN").toList();
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
