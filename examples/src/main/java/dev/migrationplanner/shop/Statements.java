package dev.migrationplanner.shop;

import dev.migrationplanner.ledger.ColumnShape;
import dev.migrationplanner.ledger.Key;
import dev.migrationplanner.ledger.Row;
import dev.migrationplanner.ledger.TableShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shop's writing statements on one connection. */
final class Statements {

  private final Connection connection;
  private final Dialect dialect;

  private Statements(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  static Statements on(Connection connection) throws SQLException {
    return new Statements(connection, Dialect.of(connection));
  }

  void insert(Row row) throws SQLException {
    execute(Dialect.insert(row.table()), row.table().columns(), row.values());
  }

  void upsert(Row row) throws SQLException {
    execute(dialect.upsert(row.table()), row.table().columns(), row.values());
  }

  /** Inserts a row without its first column, whose value the database makes and this returns. */
  String insertGenerating(Row row) throws SQLException {
    TableShape table = row.table();
    List<ColumnShape> columns = table.columns().subList(1, table.columns().size());
    TableShape rest = new TableShape(table.name(), columns, List.of(columns.get(0).name()));
    String generated = table.columns().get(0).name();
    try (PreparedStatement statement =
        connection.prepareStatement(Dialect.insert(rest), new String[] {generated})) {
      bind(statement, columns, row.values().subList(1, row.values().size()));
      statement.executeUpdate();
      try (ResultSet keys = statement.getGeneratedKeys()) {
        if (!keys.next()) {
          throw new SQLException("The database made no " + table.name() + "." + generated + ".");
        }
        return keys.getString(1);
      }
    }
  }

  /** Sets columns to the row's values and adds to others; says whether the row was there. */
  boolean update(Row row, List<String> set, Map<String, Long> add) throws SQLException {
    TableShape table = row.table();
    List<String> assignments = new ArrayList<>();
    List<ColumnShape> columns = new ArrayList<>();
    List<@Nullable String> values = new ArrayList<>();
    for (String name : set) {
      assignments.add(name + " = ?");
      columns.add(column(table, name));
      values.add(row.get(name));
    }
    add.forEach(
        (name, delta) ->
            assignments.add(name + " = " + name + (delta < 0 ? " - " : " + ") + Math.abs(delta)));
    String sql = "UPDATE " + table.name() + " SET " + String.join(", ", assignments);
    return keyed(sql, table, columns, values, row.key());
  }

  /** Gives the row with the old key the new row's key; says whether it was there. */
  boolean rekey(Key before, Row after) throws SQLException {
    TableShape table = after.table();
    List<ColumnShape> columns = table.key().stream().map(name -> column(table, name)).toList();
    List<String> assignments = table.key().stream().map(name -> name + " = ?").toList();
    String sql = "UPDATE " + table.name() + " SET " + String.join(", ", assignments);
    return keyed(sql, table, columns, new ArrayList<>(after.key().values()), before);
  }

  /** Deletes a row; says whether it was there. */
  boolean delete(TableShape table, Key key) throws SQLException {
    return keyed("DELETE FROM " + table.name(), table, List.of(), List.of(), key);
  }

  private boolean keyed(
      String sql,
      TableShape table,
      List<ColumnShape> columns,
      List<@Nullable String> values,
      Key key)
      throws SQLException {
    List<ColumnShape> allColumns = new ArrayList<>(columns);
    table.key().forEach(name -> allColumns.add(column(table, name)));
    List<@Nullable String> allValues = new ArrayList<>(values);
    allValues.addAll(key.values());
    return execute(sql + " WHERE " + Dialect.keyCondition(table), allColumns, allValues) == 1;
  }

  private int execute(String sql, List<ColumnShape> columns, List<@Nullable String> values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, columns, values);
      return statement.executeUpdate();
    }
  }

  private void bind(
      PreparedStatement statement, List<ColumnShape> columns, List<@Nullable String> values)
      throws SQLException {
    for (int index = 0; index < columns.size(); index++) {
      dialect.bind(statement, index + 1, columns.get(index), values.get(index));
    }
  }

  private static ColumnShape column(TableShape table, String name) {
    return table.columns().get(table.indexOf(name));
  }
}
