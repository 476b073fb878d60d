package dev.migrationplanner.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The table {@code migration_planner.quarantine} of one side: rows that could not be carried into
 * it. Works in the caller's transaction, so that a record stands only if the row's chunk does.
 */
public final class QuarantineTable {

  private static final int NAME_MAX = 64;

  private final String migration;

  QuarantineTable(String migration) {
    this.migration = migration;
  }

  /**
   * A row set aside.
   *
   * @param key its key, as {@link RowKey#encode} writes it; the values are nowhere
   * @param column whose value it is, "" where the row as a whole is refused
   */
  public record Entry(String table, String key, String column, String reason, String remedy) {}

  /** Records a row, in place of what was known of the same key. */
  public void put(Connection connection, String table, RowKey key, SQLException why)
      throws SQLException {
    remove(connection, table, key);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO migration_planner.quarantine (migration, table_name, key_hash, key_text,"
                + " column_name, reason, remedy) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      identify(insert, table, key);
      insert.setString(4, key.encode());
      insert.setString(5, column(why));
      insert.setString(6, reason(why));
      insert.setString(7, remedy(why));
      insert.executeUpdate();
    }
  }

  /** Forgets a row: it arrived. */
  public void remove(Connection connection, String table, RowKey key) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM migration_planner.quarantine WHERE migration = ? AND table_name = ? AND"
                + " key_hash = ?")) {
      identify(delete, table, key);
      delete.executeUpdate();
    }
  }

  /** Forgets all: what they were to be carried into was emptied. */
  public void clear(Connection connection) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM migration_planner.quarantine WHERE migration = ?")) {
      delete.setString(1, migration);
      delete.executeUpdate();
    }
  }

  /** How many rows are set aside. */
  public long count(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT count(*) FROM migration_planner.quarantine WHERE migration = ?")) {
      query.setString(1, migration);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** The first {@code limit} rows set aside, by table and key. */
  public List<Entry> list(Connection connection, int limit) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT table_name, key_text, column_name, reason, remedy FROM"
                + " migration_planner.quarantine WHERE migration = ? ORDER BY table_name, key_hash"
                + " LIMIT "
                + limit)) {
      query.setString(1, migration);
      var entries = new ArrayList<Entry>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          entries.add(
              new Entry(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5)));
        }
      }
      return entries;
    }
  }

  private void identify(PreparedStatement statement, String table, RowKey key) throws SQLException {
    statement.setString(1, migration);
    statement.setString(2, table);
    statement.setString(3, PendingTable.hash(key));
  }

  private static String column(SQLException why) {
    String name = why instanceof RefusedValueException refused ? refused.column() : "";
    return name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX);
  }

  private static String reason(SQLException why) {
    return why instanceof RefusedValueException refused
        ? refused.reason()
        : "the target refuses the row, SQLSTATE " + why.getSQLState();
  }

  private static String remedy(SQLException why) {
    return why instanceof RefusedValueException refused
        ? refused.remedy()
        : "Change the row on its source, or what refuses it on the target, then copy again";
  }
}
