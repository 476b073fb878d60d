package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Snapshot;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.database.Visibility;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consistent snapshot. A table whose definition changes after it was opened cannot be read in it
 * any more: InnoDB says so (error 1412), so no lock is held that an ALTER would have to wait for.
 */
final class MySqlSnapshot implements Snapshot {

  private static final Logger log = LoggerFactory.getLogger(MySqlSnapshot.class);

  private final Connection connection;
  private final MySqlCatalog catalog;
  private final List<TableView> tables;
  private final Visibility visible;

  private MySqlSnapshot(
      Connection connection, MySqlCatalog catalog, List<TableView> tables, Visibility visible) {
    this.connection = connection;
    this.catalog = catalog;
    this.tables = List.copyOf(tables);
    this.visible = visible;
  }

  /** Opens one on that connection, which it closes at its end. */
  static MySqlSnapshot open(
      Connection connection, Flavour flavour, MySqlCatalog catalog, List<TableView> tables)
      throws SQLException {
    try {
      return new MySqlSnapshot(connection, catalog, tables, begin(connection, flavour));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Rule 1. MariaDB tells the place of the snapshot itself. MySQL's set of executed GTIDs is read
   * before: it grows only after the engine's commit, so all in it is visible.
   */
  static Visibility begin(Connection connection, Flavour flavour) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (flavour.isMariaDb()) {
        statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
        return place(statement);
      }
      Visibility executed = executed(statement);
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
      return executed;
    }
  }

  private static Visibility executed(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT @@global.gtid_executed")) {
      row.next();
      return GtidSet.parse(row.getString(1));
    }
  }

  private static Visibility place(Statement statement) throws SQLException {
    var status = new HashMap<String, String>();
    try (ResultSet row = statement.executeQuery("SHOW STATUS LIKE 'binlog_snapshot_%'")) {
      while (row.next()) {
        status.put(row.getString(1).toLowerCase(java.util.Locale.ROOT), row.getString(2));
      }
    }
    String file = status.getOrDefault("binlog_snapshot_file", "");
    String offset = status.getOrDefault("binlog_snapshot_position", "");
    return new PlaceVisibility(
        file.isEmpty() ? null : new BinlogPlace(file, Long.parseLong(offset)));
  }

  @Override
  public Visibility visible() {
    return visible;
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public String fingerprint() throws SQLException {
    return catalog.fingerprint(connection, tables);
  }

  @Override
  public void close() {
    try (connection;
        Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      log.debug("a snapshot's connection was lost before its end", e);
    }
  }
}
