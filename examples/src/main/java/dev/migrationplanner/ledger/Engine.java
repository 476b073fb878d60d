package dev.migrationplanner.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the two kinds of database write out a value as text. */
public enum Engine {
  MARIADB("SET time_zone = '+00:00'") {
    @Override
    String text(ColumnShape column) {
      return column.kind() == ValueKind.BYTES
          ? "HEX(" + column.name() + ")"
          : "CAST(" + column.name() + " AS CHAR)";
    }
  },
  POSTGRESQL("SET TIME ZONE 'UTC'") {
    @Override
    String text(ColumnShape column) {
      return column.kind() == ValueKind.BYTES
          ? "ENCODE(" + column.name() + ", 'hex')"
          : "CAST(" + column.name() + " AS TEXT)";
    }
  };

  private final String utc;

  Engine(String utc) {
    this.utc = utc;
  }

  /** An expression whose text is one value of the column. */
  abstract String text(ColumnShape column);

  /** The engine behind a connection. */
  public static Engine of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
    return switch (product) {
      case "mariadb", "mysql" -> MARIADB;
      case "postgresql" -> POSTGRESQL;
      default ->
          throw new SQLException(
              "Unknown database " + product + "; known are MariaDB, MySQL and PostgreSQL.");
    };
  }

  /** The statement after which points of time are written out, and read, in UTC. */
  public String utcStatement() {
    return utc;
  }

  void useUtc(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(utc);
    }
  }

  /**
   * {@code SELECT ... FROM table} with every column as text, in the shape's order; a condition may
   * follow.
   */
  public String select(TableShape table) {
    List<ColumnShape> columns = table.columns();
    return columns.stream()
        .map(this::text)
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + table.name()));
  }
}
