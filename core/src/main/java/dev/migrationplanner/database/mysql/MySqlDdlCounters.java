package dev.migrationplanner.database.mysql;

import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AUTO_INCREMENT: how far it is, and moving it on. */
final class MySqlDdlCounters {

  /** Read from the table's definition: the catalogue's own number may be a day old on MySQL. */
  private static final Pattern NEXT = Pattern.compile("\\) ENGINE=.* AUTO_INCREMENT=(\\d+)");

  private MySqlDdlCounters() {}

  static List<String> set(Table table, List<Long> highest, long headroom) {
    var statements = new ArrayList<String>();
    for (long value : highest) {
      long next = value > Long.MAX_VALUE - headroom - 1 ? Long.MAX_VALUE : value + headroom + 1;
      statements.add("ALTER TABLE " + name(table) + " AUTO_INCREMENT = " + Math.max(1, next));
    }
    return statements;
  }

  static List<Long> read(Connection connection, Table table) throws SQLException {
    var values = new ArrayList<Long>();
    try (Statement statement = connection.createStatement()) {
      for (Column column : table.columns()) {
        if (column.identity()) {
          values.add(Math.max(highest(statement, table, column), handedOut(statement, table)));
        }
      }
    }
    return values;
  }

  private static long highest(Statement statement, Table table, Column column) throws SQLException {
    String sql = "SELECT coalesce(max(" + MySqlDdlStatements.quote(column.name()) + "), 0) FROM ";
    try (ResultSet row = statement.executeQuery(sql + name(table))) {
      row.next();
      return row.getBigDecimal(1).longValue();
    }
  }

  private static long handedOut(Statement statement, Table table) throws SQLException {
    try (ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + name(table))) {
      row.next();
      Matcher next = NEXT.matcher(row.getString(2));
      return next.find() ? Long.parseUnsignedLong(next.group(1)) - 1 : 0;
    }
  }

  private static String name(Table table) {
    return MySqlDdlStatements.quote(table.name());
  }
}
