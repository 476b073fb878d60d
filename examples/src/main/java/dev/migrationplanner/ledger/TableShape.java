package dev.migrationplanner.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * One table as the application sees it: the same on both sides, whatever types either gives its
 * columns.
 *
 * @param columns all columns, in one order for rows here
 * @param key the names of the key's columns
 */
public record TableShape(String name, List<ColumnShape> columns, List<String> key) {

  public TableShape {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    List<String> names = columns.stream().map(ColumnShape::name).toList();
    if (key.isEmpty() || !names.containsAll(key)) {
      throw new IllegalArgumentException("Table " + name + " needs a key among its columns.");
    }
  }

  /** Where a column stands, from 0. */
  public int indexOf(String column) {
    for (int index = 0; index < columns.size(); index++) {
      if (columns.get(index).name().equals(column)) {
        return index;
      }
    }
    throw new IllegalArgumentException("Table " + name + " has no column " + column + ".");
  }

  /** A shape from {@code "id INTEGER", "name TEXT"}. */
  public static TableShape of(String name, List<String> key, String... columns) {
    List<ColumnShape> shapes = new ArrayList<>();
    for (String column : columns) {
      int blank = column.indexOf(' ');
      shapes.add(
          new ColumnShape(
              column.substring(0, blank), ValueKind.valueOf(column.substring(blank + 1))));
    }
    return new TableShape(name, shapes, key);
  }
}
