package dev.migrationplanner.database;

import dev.migrationplanner.schema.Table;
import java.util.List;

/**
 * A table as it stands on one side: the columns that are carried, in the order in which values
 * travel (the same on both sides), and which of them make the key.
 *
 * @param table the table there
 * @param columns carried columns; generated ones are left out
 * @param key positions in {@code columns} of the key's columns, in key order; empty = no usable key
 */
public record TableView(Table table, List<ColumnView> columns, List<Integer> key) {

  public TableView {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /** The table's name on this side. */
  public String name() {
    return table.name();
  }

  /** The key's columns, in key order. */
  public List<ColumnView> keyColumns() {
    return key.stream().map(columns::get).toList();
  }

  /** Names of all carried columns. */
  public List<String> columnNames() {
    return columns.stream().map(ColumnView::name).toList();
  }

  /** Names of the key's columns. */
  public List<String> keyNames() {
    return keyColumns().stream().map(ColumnView::name).toList();
  }

  /** Whether ranges of this key mean the same on every engine. */
  public boolean keyOrdersAlike() {
    return keyColumns().stream().allMatch(c -> c.logical().ordersAlike());
  }
}
