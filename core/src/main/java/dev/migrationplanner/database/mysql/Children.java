package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Finds the rows that reference given rows by one foreign key. */
final class Children {

  private final TableView child;
  private final List<String> columns;
  private final TableView parent;
  private final List<String> referenced;
  private final KeySql childSql;
  private final KeySql parentSql;

  Children(
      String database,
      TableView child,
      List<String> columns,
      TableView parent,
      List<String> referenced) {
    this.child = child;
    this.columns = List.copyOf(columns);
    this.parent = parent;
    this.referenced = List.copyOf(referenced);
    this.childSql = new KeySql(database, child);
    this.parentSql = new KeySql(database, parent);
  }

  List<RowKey> of(Connection connection, Collection<RowKey> parentKeys) throws SQLException {
    var found = new LinkedHashSet<RowKey>();
    for (List<RowKey> batch : MySqlRows.batches(parentKeys)) {
      String from = parent.keyNames().containsAll(referenced) ? byValues(batch) : byJoin(batch);
      found.addAll(MySqlRows.keys(connection, child, "c.", from));
    }
    return List.copyOf(found);
  }

  /** The key's own values are what children hold: the parents may be gone already. */
  private String byValues(List<RowKey> batch) {
    var tuples = new ArrayList<String>();
    for (RowKey key : batch) {
      var tuple = new StringBuilder("(");
      for (int i = 0; i < columns.size(); i++) {
        int position = parent.keyNames().indexOf(referenced.get(i));
        tuple.append(i == 0 ? "" : " AND ").append(column(columns.get(i))).append(" = ");
        Literals.appendKey(tuple, comparable(i, position), key.texts().get(position));
      }
      tuples.add(tuple.append(')').toString());
    }
    return childSql.table() + " c WHERE " + String.join(" OR ", tuples);
  }

  /** The child's column, with the parent's meaning: that is how the key's text is to be read. */
  private ColumnView comparable(int i, int position) {
    ColumnView parentColumn = parent.keyColumns().get(position);
    return child
        .table()
        .column(columns.get(i))
        .map(c -> new ColumnView(c, parentColumn.logical()))
        .orElse(parentColumn);
  }

  private String byJoin(List<RowKey> batch) {
    var on = new ArrayList<String>();
    for (int i = 0; i < columns.size(); i++) {
      on.add(column(columns.get(i)) + " = p." + Quoting.BACKTICK.quote(referenced.get(i)));
    }
    return "(SELECT * FROM "
        + parentSql.table()
        + " WHERE "
        + parentSql.among(batch)
        + ") p JOIN "
        + childSql.table()
        + " c ON "
        + String.join(" AND ", on);
  }

  private static String column(String name) {
    return "c." + Quoting.BACKTICK.quote(name);
  }
}
