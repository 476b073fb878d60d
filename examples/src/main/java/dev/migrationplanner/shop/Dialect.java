package dev.migrationplanner.shop;

import dev.migrationplanner.ledger.ColumnShape;
import dev.migrationplanner.ledger.Engine;
import dev.migrationplanner.ledger.TableShape;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the shop's SQL differs between its two databases: the upsert, and how a value is handed
 * over.
 */
enum Dialect {
  MARIADB {
    @Override
    String upsert(TableShape table) {
      return insert(table)
          + assignments(table).stream()
              .map(c -> c + " = VALUES(" + c + ")")
              .collect(Collectors.joining(", ", " ON DUPLICATE KEY UPDATE ", ""));
    }

    @Override
    void bindNotNull(PreparedStatement statement, int index, ColumnShape column, String value)
        throws SQLException {
      switch (column.kind()) {
        case INTEGER, DECIMAL, BOOLEAN -> statement.setBigDecimal(index, new BigDecimal(value));
        case TEXT, TIMESTAMP, JSON -> statement.setString(index, value);
        case BYTES -> statement.setBytes(index, HexFormat.of().parseHex(value));
      }
    }
  },

  POSTGRESQL {
    @Override
    String upsert(TableShape table) {
      String insert = insert(table).replace(" VALUES ", " OVERRIDING SYSTEM VALUE VALUES ");
      return insert
          + assignments(table).stream()
              .map(c -> c + " = EXCLUDED." + c)
              .collect(
                  Collectors.joining(
                      ", ",
                      " ON CONFLICT (" + String.join(", ", table.key()) + ") DO UPDATE SET ",
                      ""));
    }

    /**
     * As text of no declared type: the server takes the column's own, whatever the migration made
     * it.
     */
    @Override
    void bindNotNull(PreparedStatement statement, int index, ColumnShape column, String value)
        throws SQLException {
      switch (column.kind()) {
        case INTEGER, DECIMAL, BOOLEAN, TEXT, TIMESTAMP, JSON ->
            statement.setObject(index, value, Types.OTHER);
        case BYTES -> statement.setBytes(index, HexFormat.of().parseHex(value));
      }
    }
  };

  /** The dialect of a connection's server. */
  static Dialect of(Connection connection) throws SQLException {
    return switch (Engine.of(connection)) {
      case MARIADB -> MARIADB;
      case POSTGRESQL -> POSTGRESQL;
    };
  }

  /** Inserts a whole row, or makes the one with this primary key so. */
  abstract String upsert(TableShape table);

  abstract void bindNotNull(
      PreparedStatement statement, int index, ColumnShape column, String value) throws SQLException;

  void bind(PreparedStatement statement, int index, ColumnShape column, @Nullable String value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.NULL);
    } else {
      bindNotNull(statement, index, column, value);
    }
  }

  /** Inserts one whole row. */
  static String insert(TableShape table) {
    return insert(table, 1);
  }

  /** Inserts several whole rows. */
  static String insert(TableShape table, int rows) {
    String names =
        table.columns().stream().map(ColumnShape::name).collect(Collectors.joining(", "));
    String marks = "(" + String.join(", ", Collections.nCopies(table.columns().size(), "?")) + ")";
    return "INSERT INTO "
        + table.name()
        + " ("
        + names
        + ") VALUES "
        + String.join(", ", Collections.nCopies(rows, marks));
  }

  /** {@code a = ? AND b = ?} over the key. */
  static String keyCondition(TableShape table) {
    return table.key().stream().map(column -> column + " = ?").collect(Collectors.joining(" AND "));
  }

  private static List<String> assignments(TableShape table) {
    return table.columns().stream()
        .map(ColumnShape::name)
        .filter(name -> !table.key().contains(name))
        .toList();
  }
}
