package dev.migrationplanner.app.kill;

import dev.migrationplanner.app.history.Contents;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tables that the clients of a history work on, and what plain SQL finds in them. */
final class Till {
  static final long BALANCE = 1_000_000;
  static final int LISTS = 20;
  static final int ACCOUNTS = 40;
  static final int COUNTERS = 20;

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE entries (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,"
              + " operation BIGINT NOT NULL, KEY entries_operation (operation))",
          "CREATE TABLE lists (id INT NOT NULL PRIMARY KEY, elements MEDIUMTEXT NOT NULL)",
          "CREATE TABLE accounts (id INT NOT NULL PRIMARY KEY, balance BIGINT NOT NULL)",
          "CREATE TABLE transfers (operation BIGINT NOT NULL PRIMARY KEY,"
              + " giver INT NOT NULL, taker INT NOT NULL, amount BIGINT NOT NULL)",
          "CREATE TABLE counters (id INT NOT NULL PRIMARY KEY, total BIGINT NOT NULL)");

  private Till() {}

  /** Makes and fills the tables on MariaDB. */
  static void make(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : TABLES) {
        statement.execute(sql);
      }
      fill(statement, "lists", LISTS, "''");
      fill(statement, "accounts", ACCOUNTS, String.valueOf(BALANCE));
      fill(statement, "counters", COUNTERS, "0");
    }
  }

  private static void fill(Statement statement, String table, int rows, String value)
      throws SQLException {
    for (int id = 0; id < rows; id++) {
      statement.executeUpdate("INSERT INTO " + table + " VALUES (" + id + ", " + value + ")");
    }
  }

  /** What is there; while all rests. */
  static Contents contents(Connection connection) throws SQLException {
    List<Contents.Entry> entries = new ArrayList<>();
    Map<String, List<Long>> lists = new TreeMap<>();
    List<Contents.Transfer> transfers = new ArrayList<>();
    each(
        connection,
        "SELECT id, operation FROM entries",
        row -> entries.add(new Contents.Entry(row.getLong(1), row.getLong(2))));
    each(
        connection,
        "SELECT id, elements FROM lists",
        row -> lists.put(row.getString(1), elements(row.getString(2))));
    each(
        connection,
        "SELECT operation, giver, taker, amount FROM transfers",
        row ->
            transfers.add(
                new Contents.Transfer(
                    row.getLong(1), row.getString(2), row.getString(3), row.getLong(4))));
    return new Contents(
        entries,
        lists,
        numbers(connection, "SELECT id, balance FROM accounts"),
        transfers,
        numbers(connection, "SELECT id, total FROM counters"));
  }

  /** The elements of a list's text, each followed by a comma. */
  static List<Long> elements(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1))
            .filter(element -> !element.isEmpty())
            .map(Long::valueOf)
            .toList();
  }

  private static Map<String, Long> numbers(Connection connection, String sql) throws SQLException {
    Map<String, Long> numbers = new TreeMap<>();
    each(connection, sql, row -> numbers.put(row.getString(1), row.getLong(2)));
    return numbers;
  }

  private interface Row {
    void take(ResultSet row) throws SQLException;
  }

  private static void each(Connection connection, String sql, Row taker) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        taker.take(row);
      }
    }
  }
}
