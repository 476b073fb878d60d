package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Lookup;
import dev.migrationplanner.database.Lookup.How;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.RowsLookedFor;
import dev.migrationplanner.database.mysql.MarkedColumns.Marked;
import dev.migrationplanner.schema.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Explains statements with marks in place of values. This engine explains none without values, so
 * each mark is given one that its column has; they are shown nowhere, and forgotten.
 */
final class MySqlLookups {

  private final Connection connection;
  private final Schema schema;
  private final Map<Marked, Object> values = new HashMap<>();

  MySqlLookups(Connection connection, Schema schema) {
    this.connection = connection;
    this.schema = schema;
  }

  Lookup of(String statement) {
    if (RowsLookedFor.addsOnly(statement)) {
      return Lookup.ADDS_ROWS;
    }
    Optional<String> select = RowsLookedFor.select(statement).map(MySqlLookups::written);
    if (select.isEmpty()) {
      return Lookup.unknown("not explained: its rows cannot be looked for by a SELECT");
    }
    try {
      return explained(select.get());
    } catch (SQLException e) {
      // What the server says may quote a value.
      return Lookup.unknown(
          "refused (SQLSTATE " + e.getSQLState() + ", code " + e.getErrorCode() + ")");
    }
  }

  /** A digest's lists made whole again, and no blank before an opening bracket. */
  private static String written(String digest) {
    return digest
        .replace("/* , ... */", "")
        .replaceAll("\\?\\s*, \\.\\.\\.", "?")
        .replaceAll("\\(\\s*\\.\\.\\.\\s*\\)", "(?)")
        .replaceAll("(\\w) \\(", "$1(");
  }

  private Lookup explained(String select) throws SQLException {
    try (PreparedStatement explain =
        connection.prepareStatement("EXPLAIN FORMAT=TRADITIONAL " + select)) {
      int number = 0;
      for (Optional<Marked> marked : MarkedColumns.of(select, schema)) {
        explain.setObject(++number, marked.isEmpty() ? Long.valueOf(1) : value(marked.get()));
      }
      try (ResultSet row = explain.executeQuery()) {
        return told(row);
      }
    }
  }

  private Object value(Marked marked) throws SQLException {
    Object known = values.get(marked);
    if (known == null) {
      known = sample(marked);
      values.put(marked, known);
    }
    return known;
  }

  private Object sample(Marked marked) throws SQLException {
    String column = Quoting.BACKTICK.quote(marked.column());
    try (var statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT %s FROM %s WHERE %s IS NOT NULL LIMIT 1"
                    .formatted(column, Quoting.BACKTICK.quote(marked.table()), column))) {
      Object found = row.next() ? row.getObject(1) : null;
      return found == null ? 1L : found;
    }
  }

  private static Lookup told(ResultSet row) throws SQLException {
    Set<String> whole = new LinkedHashSet<>();
    Set<String> byIndex = new LinkedHashSet<>();
    List<String> nothing = new ArrayList<>();
    while (row.next()) {
      String table = row.getString("table");
      String type = row.getString("type");
      if (table == null || type == null) {
        nothing.add(String.valueOf(row.getString("Extra")));
      } else if (!table.startsWith("<")) {
        String index = row.getString("key");
        boolean all = type.equals("ALL") || type.equals("index");
        (all ? whole : byIndex).add(table + (all ? ": the whole table" : " by " + index));
      }
    }
    var ways = new ArrayList<>(whole);
    ways.addAll(byIndex);
    if (ways.isEmpty()) {
      return new Lookup(
          nothing.contains("Select tables optimized away") ? How.INDEX : How.UNKNOWN,
          String.join("; ", nothing));
    }
    return new Lookup(whole.isEmpty() ? How.INDEX : How.WHOLE_TABLE, String.join("; ", ways));
  }
}
