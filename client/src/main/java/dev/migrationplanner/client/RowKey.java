package dev.migrationplanner.client;

import java.util.List;
import java.util.Objects;

/**
 * One row's key, for reports: the table, the key columns' names, and their values as canonical
 * text.
 *
 * @param columns at least one name
 * @param values one for each column, in the same order
 */
public record RowKey(String table, List<String> columns, List<String> values) {
  public RowKey {
    Objects.requireNonNull(table, "table");
    columns = List.copyOf(columns);
    values = List.copyOf(values);
    if (table.isEmpty() || columns.isEmpty() || columns.size() != values.size()) {
      throw new IllegalArgumentException(
          "A row key needs a table and as many values as columns, at least one; table "
              + table
              + " came with "
              + columns.size()
              + " columns and "
              + values.size()
              + " values.");
    }
  }

  /** The key of a table with a single key column. */
  public static RowKey of(String table, String column, Object value) {
    return new RowKey(table, List.of(column), List.of(value.toString()));
  }

  /** Names the row without its values, so that it can stand in logs. */
  @Override
  public String toString() {
    return "RowKey[" + table + " by " + String.join(", ", columns) + "]";
  }
}
