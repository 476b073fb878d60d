package dev.migrationplanner.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One whole row.
 *
 * @param values the canonical text of each column in the table's order; null for NULL
 */
public record Row(TableShape table, List<@Nullable String> values) {

  public Row {
    values = Collections.unmodifiableList(new ArrayList<>(values));
    if (values.size() != table.columns().size()) {
      throw new IllegalArgumentException(
          "Table "
              + table.name()
              + " has "
              + table.columns().size()
              + " columns, the row "
              + values.size()
              + ".");
    }
  }

  /** A row from values in the table's order: any database's text of them, or null. */
  public static Row of(TableShape table, @Nullable Object... values) {
    List<@Nullable String> canonical = new ArrayList<>(values.length);
    for (int index = 0; index < values.length; index++) {
      Object value = values[index];
      canonical.add(
          value == null ? null : table.columns().get(index).kind().canonical(value.toString()));
    }
    return new Row(table, canonical);
  }

  public Key key() {
    return new Key(table.name(), table.key().stream().map(this::notNull).toList());
  }

  /** The canonical text of a column. */
  public @Nullable String get(String column) {
    return values.get(table.indexOf(column));
  }

  /** The canonical text of a column that is never NULL. */
  public String notNull(String column) {
    String value = get(column);
    if (value == null) {
      throw new IllegalStateException("Column " + table.name() + "." + column + " is NULL.");
    }
    return value;
  }

  /** The row with one column changed. */
  public Row with(String column, @Nullable Object value) {
    List<@Nullable String> changed = new ArrayList<>(values);
    int index = table.indexOf(column);
    changed.set(
        index,
        value == null ? null : table.columns().get(index).kind().canonical(value.toString()));
    return new Row(table, changed);
  }

  /** Names the row without its values. */
  @Override
  public String toString() {
    return "Row" + key();
  }
}
