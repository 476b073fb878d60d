package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Takes out the rows that own a unique value which a staged row of another key needs. The unique
 * indexes are asked of the server, so that those over expressions and parts of a table count too.
 */
final class Displacement {

  private static final String UNIQUE_INDEXES =
      """
      SELECT ARRAY(SELECT pg_get_indexdef(i.indexrelid, k, true)
                   FROM generate_series(1, i.indnkeyatts) AS k),
             pg_get_expr(i.indpred, i.indrelid),
             coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false),
             ARRAY(SELECT a.attname::text FROM unnest(i.indkey::int2[]) AS n
                   JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = n)
      FROM pg_index i WHERE i.indrelid = ?::regclass AND i.indisunique
      """;

  private record Unique(List<String> terms, @Nullable String predicate, boolean nullsEqual) {}

  private final Connection connection;
  private final TableView view;
  private final TableSql sql;
  private final String staging;

  Displacement(Connection connection, String schema, TableView view, String staging) {
    this.connection = connection;
    this.view = view;
    this.sql = new TableSql(schema, view);
    this.staging = staging;
  }

  /** The keys of the rows taken out. */
  Set<RowKey> takeOut() throws SQLException {
    var displaced = new LinkedHashSet<RowKey>();
    for (Unique unique : uniques()) {
      displaced.addAll(KeyQuery.run(connection, view, deleteOwners(unique)));
    }
    return displaced;
  }

  private List<Unique> uniques() throws SQLException {
    var uniques = new ArrayList<Unique>();
    try (PreparedStatement statement = connection.prepareStatement(UNIQUE_INDEXES)) {
      statement.setString(1, sql.name());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          var terms = List.of((String[]) row.getArray(1).getArray());
          var columns = new HashSet<>(List.of((String[]) row.getArray(4).getArray()));
          String predicate = row.getString(2);
          if (predicate != null
              || columns.size() != terms.size()
              || !columns.equals(Set.copyOf(view.keyNames()))) {
            uniques.add(new Unique(terms, predicate, row.getBoolean(3)));
          }
        }
      }
    }
    return uniques;
  }

  private String deleteOwners(Unique unique) {
    var equal = new StringJoiner(" AND ");
    for (int i = 0; i < unique.terms().size(); i++) {
      equal.add("o.u" + i + (unique.nullsEqual() ? " IS NOT DISTINCT FROM " : " = ") + "s.u" + i);
    }
    String keys = TableSql.of("o", sql.key());
    return """
        DELETE FROM %1$s AS t WHERE (%2$s) IN (
          SELECT %3$s FROM %4$s AS o JOIN %5$s AS s ON %6$s
          WHERE (%3$s) IS DISTINCT FROM (%7$s))
        RETURNING %8$s"""
        .formatted(
            sql.name(),
            TableSql.of("t", sql.key()),
            keys,
            terms(unique, sql.name()),
            terms(unique, staging),
            equal,
            TableSql.of("s", sql.key()),
            TableSql.decodable("t", sql.key()));
  }

  /** The key and the index's terms of the rows that the index covers. */
  private String terms(Unique unique, String table) {
    var terms = new StringJoiner(", ");
    terms.add(TableSql.of("x", sql.key()));
    for (int i = 0; i < unique.terms().size(); i++) {
      terms.add(unique.terms().get(i) + " AS u" + i);
    }
    String where = unique.predicate() == null ? "" : " WHERE " + unique.predicate();
    return "(SELECT " + terms + " FROM " + table + " AS x" + where + ")";
  }
}
