package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Catalog;
import dev.migrationplanner.database.ChangeLog;
import dev.migrationplanner.database.ControlSql;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.Digests;
import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.HazardScan;
import dev.migrationplanner.database.Requirement;
import dev.migrationplanner.database.Rows;
import dev.migrationplanner.database.ServerInfo;
import dev.migrationplanner.database.Snapshot;
import dev.migrationplanner.database.Strangers;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.database.Workload;
import dev.migrationplanner.schema.SqlType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** A PostgreSQL database, 15 or newer; one schema of it. */
public final class PostgreSqlDatabase implements Database {

  private final Endpoint endpoint;
  private final ServerFacts facts;
  private final Sessions sessions;
  private final PostgreSqlCatalog catalog;
  private final Rows rows;

  private PostgreSqlDatabase(Endpoint endpoint, ServerFacts facts) {
    this.endpoint = endpoint;
    this.facts = facts;
    this.sessions = new Sessions(endpoint, facts.mayReplicate());
    this.catalog = new PostgreSqlCatalog(endpoint.schema());
    this.rows = new PostgreSqlRows(endpoint.schema());
  }

  /**
   * Connects once and looks at the server.
   *
   * @throws SQLException if it cannot be reached, refuses us, has no such schema, or is another
   *     product or too old; the message says which, and what to do
   */
  public static Database open(Endpoint endpoint) throws SQLException {
    return new PostgreSqlDatabase(endpoint, ServerFacts.read(endpoint));
  }

  /** What a DBA runs for the product's role. */
  public static List<String> grants(Endpoint endpoint) {
    return GrantScript.of(endpoint);
  }

  /** Its DDL without a server, for tables in that schema. */
  public static Ddl ddl(String schema) {
    return new PostgreSqlDdl(schema);
  }

  /** The type that a column of that native type, such as {@code numeric(10,2)}, has. */
  public static SqlType type(String nativeType) {
    return SpelledTypes.of(nativeType);
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public ServerInfo server() {
    return facts.info();
  }

  @Override
  public Connection connect(Use use) throws SQLException {
    return sessions.connect(use);
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public Ddl ddl() {
    return new PostgreSqlDdl(endpoint.schema());
  }

  @Override
  public Rows rows() {
    return rows;
  }

  @Override
  public Digests digests() {
    return new PostgreSqlDigests(endpoint.schema());
  }

  @Override
  public HazardScan hazards() {
    return new PostgreSqlHazardScan(endpoint.schema());
  }

  @Override
  public Workload workload() {
    return new PostgreSqlWorkload();
  }

  @Override
  public Strangers strangers() {
    return new PostgreSqlStrangers(endpoint);
  }

  @Override
  public ControlSql controlSql() {
    return new PostgreSqlControlSql();
  }

  @Override
  public Snapshot snapshot(List<TableView> tables) throws SQLException {
    return PostgreSqlSnapshot.open(connect(Use.READ), catalog, endpoint.schema(), tables);
  }

  @Override
  public ChangeLog changeLog(String migration, List<TableView> tables) {
    return new PostgreSqlChangeLog(endpoint, sessions, migration, tables);
  }

  @Override
  public List<Requirement> preflight(Set<Use> uses) throws SQLException {
    try (Connection connection = connect(Use.READ)) {
      return Preflight.check(connection, endpoint, facts, uses);
    }
  }

  @Override
  public Failure classify(SQLException error) {
    return SqlStates.classify(error);
  }

  /** Details, where rows are quoted, are left out by the driver ({@link Login}). */
  @Override
  public String said(SQLException error) {
    return String.valueOf(error.getMessage());
  }

  @Override
  public void close() {
    sessions.close();
  }
}
