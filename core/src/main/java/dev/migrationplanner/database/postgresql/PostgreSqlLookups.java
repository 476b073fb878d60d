package dev.migrationplanner.database.postgresql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.migrationplanner.database.Lookup;
import dev.migrationplanner.database.Lookup.How;
import dev.migrationplanner.database.RowsLookedFor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the planner for the generic plan of a statement with marks ({@code $1}) in place of values:
 * prepared, explained, forgotten. Wants a transaction that somebody else rolls back.
 */
final class PostgreSqlLookups {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern MARK = Pattern.compile("\\$\\d+");
  private static final String NAME = "migration_planner_lookup";

  private final Connection connection;

  PostgreSqlLookups(Connection connection) {
    this.connection = connection;
  }

  Lookup of(String statement) throws SQLException {
    if (RowsLookedFor.addsOnly(statement)) {
      return Lookup.ADDS_ROWS;
    }
    Optional<String> select = RowsLookedFor.select(statement);
    if (select.isEmpty()) {
      return Lookup.unknown("not explained: its rows cannot be looked for by a SELECT");
    }
    Savepoint before = connection.setSavepoint();
    try {
      return told(explained(numbered(select.get())));
    } catch (SQLException e) {
      return Lookup.unknown("refused: " + brief(e));
    } finally {
      connection.rollback(before);
    }
  }

  /** Marks from $1 on without a gap, for those of what is not looked for are gone. */
  private static String numbered(String select) {
    var numbers = new LinkedHashMap<String, Integer>();
    return MARK.matcher(select)
        .replaceAll(
            mark -> {
              numbers.putIfAbsent(mark.group(), numbers.size() + 1);
              return Matcher.quoteReplacement("$" + numbers.get(mark.group()));
            });
  }

  private JsonNode explained(String select) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      sql.execute("SET LOCAL plan_cache_mode = force_generic_plan");
      sql.execute("PREPARE " + NAME + " AS " + select);
      try {
        return explain(sql);
      } finally {
        sql.execute("DEALLOCATE " + NAME);
      }
    }
  }

  private JsonNode explain(Statement sql) throws SQLException {
    int marks =
        Integer.parseInt(
            ServerFacts.one(
                connection,
                "SELECT cardinality(parameter_types) FROM pg_prepared_statements WHERE name = '"
                    + NAME
                    + "'"));
    String values =
        marks == 0 ? "" : "(" + String.join(", ", Collections.nCopies(marks, "NULL")) + ")";
    try (ResultSet row =
        sql.executeQuery("EXPLAIN (FORMAT JSON, COSTS OFF) EXECUTE " + NAME + values)) {
      row.next();
      return JSON.readTree(row.getString(1)).path(0).path("Plan");
    } catch (JsonProcessingException e) {
      throw new SQLException("the plan cannot be read", e);
    }
  }

  private static Lookup told(JsonNode plan) {
    var ways = new Ways(new LinkedHashSet<>(), new LinkedHashSet<>());
    ways.walk(plan, "");
    if (ways.whole.isEmpty()) {
      return ways.byIndex.isEmpty()
          ? new Lookup(How.NONE, "reads no table")
          : new Lookup(How.INDEX, String.join("; ", ways.byIndex));
    }
    var all = new LinkedHashSet<>(ways.whole);
    all.addAll(ways.byIndex);
    return new Lookup(How.WHOLE_TABLE, String.join("; ", all));
  }

  /** How each table is read. An index without a condition is read from end to end, too. */
  private record Ways(Set<String> byIndex, Set<String> whole) {

    void walk(JsonNode node, String table) {
      String relation = node.path("Relation Name").asText(table);
      String index = node.path("Index Name").asText();
      if (!index.isEmpty() && node.has("Index Cond")) {
        byIndex.add(relation + " by " + index);
      } else if (!index.isEmpty() || node.path("Node Type").asText().endsWith("Seq Scan")) {
        whole.add(relation + ": the whole table");
      }
      node.path("Plans").forEach(below -> walk(below, relation));
    }
  }

  /** The first line; it quotes names and marks, for values are none in it. */
  static String brief(SQLException e) {
    String message = String.valueOf(e.getMessage());
    String line = message.lines().findFirst().orElse("").replaceFirst("^ERROR: ", "");
    return (line.length() > 200 ? line.substring(0, 200) + "..." : line)
        + " (SQLSTATE "
        + e.getSQLState()
        + ")";
  }
}
