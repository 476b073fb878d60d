package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.Index;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the rows that own values which a wanted row needs for itself. */
final class Clashes {

  private final TableView view;
  private final KeySql key;
  private final List<Index> uniques;

  Clashes(TableView view, KeySql key) {
    this.view = view;
    this.key = key;
    this.uniques =
        view.table().indexes().stream()
            .filter(i -> i.kind() == Index.Kind.UNIQUE)
            .filter(i -> !i.parts().stream().map(Index.Part::term).toList().equals(view.keyNames()))
            .filter(i -> i.parts().stream().allMatch(this::carried))
            .toList();
  }

  private boolean carried(Index.Part part) {
    return !part.expression() && view.columnNames().contains(part.term());
  }

  /** Keys of other rows that hold a unique value of this row. */
  List<RowKey> owners(Connection connection, RowKey self, @Nullable Object[] row)
      throws SQLException {
    var terms = new ArrayList<String>();
    for (Index unique : uniques) {
      String term = same(unique, row);
      if (!term.isEmpty()) {
        terms.add(term);
      }
    }
    if (terms.isEmpty()) {
      return List.of();
    }
    String where = " WHERE (" + String.join(" OR ", terms) + ")";
    return MySqlRows.keys(connection, view, "", key.table() + where).stream()
        .filter(owner -> !owner.equals(self))
        .toList();
  }

  /** "" if a part is NULL: NULLs never clash. */
  private String same(Index unique, @Nullable Object[] row) {
    var sql = new StringBuilder("(");
    for (Index.Part part : unique.parts()) {
      int position = view.columnNames().indexOf(part.term());
      Object value = row[position];
      if (value == null) {
        return "";
      }
      sql.append(sql.length() == 1 ? "" : " AND ");
      append(sql, part, view.columns().get(position), value);
    }
    return sql.append(')').toString();
  }

  private static void append(StringBuilder sql, Index.Part part, ColumnView column, Object value) {
    String name = Quoting.BACKTICK.quote(part.term());
    boolean prefix = part.prefixLength() > 0;
    sql.append(prefix ? "LEFT(" + name + ", " + part.prefixLength() + ")" : name).append(" = ");
    sql.append(prefix ? "LEFT(" : "");
    Literals.append(sql, column, value);
    sql.append(prefix ? ", " + part.prefixLength() + ")" : "");
  }
}
