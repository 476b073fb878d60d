package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.Snapshot;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.database.Visibility;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A REPEATABLE READ transaction. The tables are locked before the snapshot is taken (rule 8): an
 * ALTER that rewrote a table after it would make the snapshot see an empty one.
 */
final class PostgreSqlSnapshot implements Snapshot {

  private final Connection connection;
  private final PostgreSqlCatalog catalog;
  private final List<TableView> tables;
  private final XidSet visible;

  private PostgreSqlSnapshot(
      Connection connection, PostgreSqlCatalog catalog, List<TableView> tables, XidSet visible) {
    this.connection = connection;
    this.catalog = catalog;
    this.tables = tables;
    this.visible = visible;
  }

  /** Takes over the connection, which it closes at the end or if it cannot be opened. */
  static PostgreSqlSnapshot open(
      Connection connection, PostgreSqlCatalog catalog, String schema, List<TableView> tables)
      throws SQLException {
    try {
      connection.setAutoCommit(false);
      begin(connection, schema, tables);
      return new PostgreSqlSnapshot(connection, catalog, List.copyOf(tables), take(connection));
    } catch (SQLException e) {
      try (connection) {
        throw e;
      }
    }
  }

  /** One round trip; neither statement takes a snapshot. */
  private static void begin(Connection connection, String schema, List<TableView> tables)
      throws SQLException {
    String names =
        tables.stream()
            .map(t -> Quoting.DOUBLE.quote(schema) + "." + Quoting.DOUBLE.quote(t.name()))
            .collect(Collectors.joining(", "));
    try (var statement = connection.createStatement()) {
      statement.execute(
          "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
              + (names.isEmpty() ? "" : "; LOCK TABLE " + names + " IN ACCESS SHARE MODE"));
    }
  }

  private static XidSet take(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var result =
            statement.executeQuery(
                "SELECT pg_catalog.pg_current_snapshot()::text, pg_catalog.pg_is_in_recovery()")) {
      result.next();
      if (result.getBoolean(2)) {
        throw new SQLException(
            "this server is a standby: what its snapshots see and what the log says do not"
                + " match. Connect to the primary",
            "0A000");
      }
      return XidSet.parse(result.getString(1));
    }
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
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      // The read view ends with the session in any case.
      org.slf4j.LoggerFactory.getLogger(PostgreSqlSnapshot.class).debug("snapshot ended", e);
    }
  }
}
