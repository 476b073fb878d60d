package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.Index;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.SqlType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Predicates over the key of one view. Tuples are compared by {@code a > x OR (a = x AND b > y)},
 * with the first column bounded apart: MySQL and MariaDB make index ranges of that, not of row
 * constructors.
 */
final class KeySql {

  private final TableView view;
  private final String table;
  private final List<ColumnView> key;

  KeySql(String database, TableView view) {
    this.view = view;
    this.table = Quoting.BACKTICK.quote(database) + "." + Quoting.BACKTICK.quote(view.name());
    this.key = view.keyColumns();
  }

  /** {@code `database`.`table`}. */
  String table() {
    return table;
  }

  /** The key's index, forced: the optimiser would rather sort a big range. */
  String forced() {
    List<String> names = view.keyNames();
    Key primary = view.table().primaryKey();
    if (primary != null && primary.columns().equals(names)) {
      return " FORCE INDEX (PRIMARY)";
    }
    return view.table().indexes().stream()
        .filter(i -> i.parts().stream().map(Index.Part::term).toList().equals(names))
        .findFirst()
        .map(i -> " FORCE INDEX (" + Quoting.BACKTICK.quote(i.name()) + ")")
        .orElse("");
  }

  /** The key's columns, for ORDER BY. */
  String order(String direction) {
    return String.join(
        ", ", view.keyNames().stream().map(n -> Quoting.BACKTICK.quote(n) + direction).toList());
  }

  /** What is true for the keys of the range. */
  String within(KeyRange range) {
    var terms = new ArrayList<String>();
    if (range.after() != null) {
      terms.add(beyond(range.after(), '>', false));
    }
    if (range.upTo() != null) {
      terms.add(beyond(range.upTo(), '<', true));
    }
    return terms.isEmpty() ? "TRUE" : String.join(" AND ", terms);
  }

  private String beyond(RowKey bound, char sign, boolean inclusive) {
    var sql = new StringBuilder("(");
    if (key.size() > 1) {
      compare(sql, 0, sign + "=", bound);
      sql.append(" AND (");
    }
    for (int last = 0; last < key.size(); last++) {
      sql.append(last == 0 ? "(" : " OR (");
      for (int i = 0; i < last; i++) {
        compare(sql, i, "=", bound);
        sql.append(" AND ");
      }
      boolean or = inclusive && last == key.size() - 1;
      compare(sql, last, or ? sign + "=" : String.valueOf(sign), bound);
      sql.append(')');
    }
    return sql.append(key.size() > 1 ? "))" : ")").toString();
  }

  private void compare(StringBuilder sql, int column, String sign, RowKey bound) {
    sql.append(Quoting.BACKTICK.quote(key.get(column).name())).append(' ').append(sign).append(' ');
    Literals.appendKey(sql, key.get(column), bound.texts().get(column));
  }

  /** What is true for rows whose key equals one of these, as the column's collation sees it. */
  String among(Collection<RowKey> keys) {
    return key.size() == 1 ? amongOne(keys) : amongTuples(keys, false);
  }

  /** What is true for rows whose key has exactly the bytes of one of these (rule 10). */
  String exactly(Collection<RowKey> keys) {
    return key.stream().anyMatch(KeySql::comparesLoosely) ? amongTuples(keys, true) : among(keys);
  }

  private String amongOne(Collection<RowKey> keys) {
    var sql = new StringBuilder(Quoting.BACKTICK.quote(key.get(0).name())).append(" IN (");
    String comma = "";
    for (RowKey one : keys) {
      sql.append(comma);
      Literals.appendKey(sql, key.get(0), one.texts().get(0));
      comma = ", ";
    }
    return sql.append(')').toString();
  }

  private String amongTuples(Collection<RowKey> keys, boolean exact) {
    var sql = new StringBuilder("(");
    String or = "";
    for (RowKey one : keys) {
      sql.append(or).append('(');
      for (int i = 0; i < key.size(); i++) {
        sql.append(i == 0 ? "" : " AND ");
        compare(sql, i, "=", one);
        if (exact && comparesLoosely(key.get(i))) {
          sql.append(" AND ");
          sameBytes(sql, key.get(i), one.texts().get(i));
        }
      }
      sql.append(')');
      or = " OR ";
    }
    return sql.append(')').toString();
  }

  private static boolean comparesLoosely(ColumnView column) {
    return column.column().type() instanceof SqlType.TextType;
  }

  private static void sameBytes(StringBuilder sql, ColumnView column, String text) {
    sql.append("CAST(CONVERT(")
        .append(Quoting.BACKTICK.quote(column.name()))
        .append(" USING utf8mb4) AS BINARY) = ");
    Literals.bytes(sql, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
