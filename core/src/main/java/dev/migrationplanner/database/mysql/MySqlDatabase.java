package dev.migrationplanner.database.mysql;

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

/** One MariaDB or MySQL database. */
public final class MySqlDatabase implements Database {

  private final Endpoint endpoint;
  private final Flavour flavour;
  private final ServerInfo server;
  private final Pools pools;
  private final MySqlCatalog catalog;
  private final MySqlRows rows;

  private MySqlDatabase(Endpoint endpoint, Flavour flavour, ServerInfo server) {
    this.endpoint = endpoint;
    this.flavour = flavour;
    this.server = server;
    this.pools = new Pools(endpoint);
    this.catalog = new MySqlCatalog(endpoint.database(), flavour);
    this.rows = new MySqlRows(endpoint.database());
  }

  /**
   * Connects once and looks who answers.
   *
   * @throws SQLException if the server cannot be reached, refuses us, is another product than the
   *     endpoint says, or is too old; the message says which, and what to do
   */
  public static Database open(Endpoint endpoint) throws SQLException {
    try (Connection connection = new SessionSource(endpoint, SessionSource.Purpose.PROBE).open()) {
      Flavour flavour = Flavour.detect(connection);
      flavour.check(endpoint);
      return new MySqlDatabase(endpoint, flavour, ServerProbe.read(connection, flavour));
    }
  }

  /** What a DBA runs for the product's account. */
  public static List<String> grants(Endpoint endpoint) {
    return GrantScript.of(endpoint);
  }

  /** Its DDL without a server; {@code mariaDb}, else MySQL. */
  public static Ddl ddl(boolean mariaDb) {
    return new MySqlDdl(mariaDb);
  }

  /** The type that a column of that native type, such as {@code varchar(20)}, has. */
  public static SqlType type(String nativeType, String collation) {
    return SpelledTypes.of(nativeType, collation);
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public ServerInfo server() {
    return server;
  }

  @Override
  public Connection connect(Use use) throws SQLException {
    return pools.borrow(use);
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public Ddl ddl() {
    return new MySqlDdl(flavour.isMariaDb());
  }

  @Override
  public Rows rows() {
    return rows;
  }

  @Override
  public Digests digests() {
    return new MySqlDigests();
  }

  @Override
  public HazardScan hazards() {
    return new MySqlHazardScan(endpoint.database());
  }

  @Override
  public Workload workload() {
    return new MySqlWorkload(endpoint.database());
  }

  @Override
  public Strangers strangers() {
    return new MySqlStrangers(endpoint, flavour);
  }

  @Override
  public ControlSql controlSql() {
    return new MySqlControlSql(flavour);
  }

  @Override
  public Snapshot snapshot(List<TableView> tables) throws SQLException {
    return MySqlSnapshot.open(pools.borrow(Use.READ), flavour, catalog, tables);
  }

  @Override
  public ChangeLog changeLog(String migration, List<TableView> tables) {
    return new MySqlChangeLog(endpoint, flavour, server.identity(), pools, migration, tables);
  }

  @Override
  public List<Requirement> preflight(Set<Use> uses) throws SQLException {
    try (Connection connection = pools.borrow(Use.READ)) {
      return new MySqlPreflight(endpoint, flavour).check(connection, uses);
    }
  }

  @Override
  public Failure classify(SQLException error) {
    return MySqlFailures.classify(error);
  }

  @Override
  public String said(SQLException error) {
    return WriteFailure.withoutValues(String.valueOf(error.getMessage()));
  }

  @Override
  public void close() {
    pools.close();
  }
}
