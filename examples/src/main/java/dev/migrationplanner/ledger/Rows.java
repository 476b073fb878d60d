package dev.migrationplanner.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@link Engine#select}. */
public final class Rows {

  /** Takes one row at a time. */
  interface Visitor {
    void row(Row row) throws SQLException;
  }

  private static final int FETCH_SIZE = 2_000;

  private Rows() {}

  /** The row that the result stands on. */
  public static Row current(TableShape table, ResultSet result) throws SQLException {
    List<@Nullable String> values = new ArrayList<>(table.columns().size());
    for (int index = 0; index < table.columns().size(); index++) {
      String raw = result.getString(index + 1);
      values.add(raw == null ? null : table.columns().get(index).kind().canonical(raw));
    }
    return new Row(table, values);
  }

  /** Streams a whole table within a transaction of its own. */
  static void forEach(Connection connection, TableShape table, Visitor visitor)
      throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      Engine engine = Engine.of(connection);
      engine.useUtc(connection);
      statement.setFetchSize(FETCH_SIZE);
      try (ResultSet result = statement.executeQuery(engine.select(table))) {
        while (result.next()) {
          visitor.row(current(table, result));
        }
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    }
  }

  /** The row with this key, or null. */
  static @Nullable Row find(Connection connection, TableShape table, Key key) throws SQLException {
    Engine engine = Engine.of(connection);
    engine.useUtc(connection);
    List<String> conditions = new ArrayList<>();
    table
        .key()
        .forEach(
            column ->
                conditions.add(engine.text(table.columns().get(table.indexOf(column))) + " = ?"));
    String sql = engine.select(table) + " WHERE " + String.join(" AND ", conditions);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int index = 0; index < key.values().size(); index++) {
        statement.setString(index + 1, key.values().get(index));
      }
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? current(table, result) : null;
      }
    }
  }
}
