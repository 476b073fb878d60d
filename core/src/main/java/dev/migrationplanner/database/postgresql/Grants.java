package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.Requirement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Whether the role has the least rights that a use needs, and the GRANT that gives them. */
final class Grants {

  /** Tables (or sequences) of the schema that fail a condition: how many, and the first few. */
  private static final String FAILING =
      """
      SELECT count(*), coalesce(string_agg(relname, ', ') FILTER (WHERE n <= 3), '') FROM (
        SELECT c.relname, row_number() OVER (ORDER BY c.relname) AS n
        FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
        WHERE s.nspname = ? AND c.relkind = ANY (string_to_array('%s', ',')) AND NOT (%s)) f
      """;

  private static final String MAY_READ =
      "has_schema_privilege(s.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')";

  private static final String MAY_WRITE =
      """
      has_schema_privilege(s.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
      AND has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'UPDATE')
      AND has_table_privilege(c.oid, 'DELETE')""";

  private static final String MAY_SET =
      """
      CASE WHEN has_schema_privilege(s.oid, 'USAGE')
           THEN has_sequence_privilege(c.oid, 'USAGE') AND has_sequence_privilege(c.oid, 'UPDATE')
           ELSE false END""";

  private static final String CONTROL =
      """
      SELECT coalesce((SELECT has_schema_privilege(oid, 'USAGE') AND has_schema_privilege(oid, 'CREATE')
                       FROM pg_namespace WHERE nspname = 'migration_planner'),
                      has_database_privilege(current_database(), 'CREATE'))
      """;

  private final Connection connection;
  private final Endpoint endpoint;
  private final String role;
  private final String schema;
  private final String database;

  Grants(Connection connection, Endpoint endpoint) {
    this.connection = connection;
    this.endpoint = endpoint;
    this.role = Quoting.DOUBLE.quote(endpoint.user());
    this.schema = Quoting.DOUBLE.quote(endpoint.schema());
    this.database = Quoting.DOUBLE.quote(endpoint.database());
  }

  Requirement read() throws SQLException {
    return tables(
        "grant-read",
        "the role may read every table of the schema",
        MAY_READ,
        "GRANT USAGE ON SCHEMA %1$s TO %2$s; GRANT SELECT ON ALL TABLES IN SCHEMA %1$s TO %2$s");
  }

  Requirement rowSecurity() throws SQLException {
    return tables(
        "row-security",
        "no row is hidden from the role by row-level security",
        "NOT (c.relrowsecurity AND row_security_active(c.oid))",
        "ALTER ROLE %2$s BYPASSRLS");
  }

  Requirement logged() throws SQLException {
    return tables(
        "logged",
        "every table is logged: changes of an unlogged one are in no log",
        "c.relpersistence = 'p'",
        "ALTER TABLE <table> SET LOGGED, for each of them");
  }

  Requirement publication() throws SQLException {
    Requirement owner =
        tables(
            "grant-publication",
            "the role may publish the tables: it is a member of their owner and may CREATE in the"
                + " database",
            "pg_has_role(c.relowner, 'USAGE')",
            "GRANT CREATE ON DATABASE %3$s TO %2$s; and for each owner of tables: GRANT <owner> TO"
                + " %2$s");
    boolean create = may("has_database_privilege(current_database(), 'CREATE')");
    return create || !owner.met()
        ? owner
        : Preflight.of(
            "grant-publication",
            false,
            owner.what(),
            "no CREATE in the database",
            "GRANT CREATE ON DATABASE " + database + " TO " + role);
  }

  List<Requirement> write() throws SQLException {
    return List.of(
        tables(
            "grant-write",
            "the role may change every table of the schema",
            MAY_WRITE,
            "GRANT USAGE ON SCHEMA %1$s TO %2$s; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES"
                + " IN SCHEMA %1$s TO %2$s"),
        failing(
            "grant-sequences",
            "the role may set every sequence of the schema",
            "S",
            MAY_SET,
            "GRANT USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA %1$s TO %2$s"),
        simple(
            "grant-temp",
            "the role may make temporary tables, through which changes go",
            "has_database_privilege(current_database(), 'TEMP')",
            "GRANT TEMPORARY ON DATABASE " + database + " TO " + role),
        control());
  }

  private Requirement control() throws SQLException {
    boolean met = ServerFacts.one(connection, CONTROL).equals("t");
    return Preflight.of(
        "grant-control",
        met,
        "the role may keep the product's own tables in schema migration_planner",
        met ? "it may" : "it may not",
        "CREATE SCHEMA IF NOT EXISTS migration_planner AUTHORIZATION " + role);
  }

  Requirement create() throws SQLException {
    boolean met = may("has_schema_privilege(" + literal(endpoint.schema()) + ", 'CREATE')");
    return Preflight.of(
        "grant-create",
        met,
        "the role may create tables in the schema",
        met ? "it may" : "it may not",
        "GRANT CREATE ON SCHEMA " + schema + " TO " + role);
  }

  Requirement replicationRole(boolean met) {
    return Preflight.of(
        "replication-role",
        met,
        "the role may switch referential actions and triggers off in its own sessions; without it"
            + " they fire for copied rows and change more than the authority says",
        met ? "it may" : "it may not set session_replication_role",
        "GRANT SET ON PARAMETER session_replication_role TO " + role);
  }

  private Requirement simple(String id, String what, String condition, String remedy)
      throws SQLException {
    boolean met = may(condition);
    return Preflight.of(id, met, what, met ? "it may" : "it may not", remedy);
  }

  private boolean may(String condition) throws SQLException {
    return ServerFacts.one(connection, "SELECT " + condition).equals("t");
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private Requirement tables(String id, String what, String condition, String remedy)
      throws SQLException {
    return failing(id, what, "r,p", condition, remedy);
  }

  private Requirement failing(String id, String what, String kinds, String condition, String remedy)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(FAILING.formatted(kinds, condition))) {
      statement.setString(1, endpoint.schema());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        long count = row.getLong(1);
        return Preflight.of(
            id,
            count == 0,
            what,
            count == 0 ? "all" : "not " + count + " of them: " + row.getString(2),
            remedy.formatted(schema, role, database));
      }
    }
  }
}
