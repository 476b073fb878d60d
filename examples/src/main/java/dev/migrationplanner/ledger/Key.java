package dev.migrationplanner.ledger;

import java.util.List;

/** A row's key: the table and the canonical text of each key column. */
public record Key(String table, List<String> values) {

  private static final String UNIT_SEPARATOR = "\u001f";

  public Key {
    values = List.copyOf(values);
  }

  /** The key of a table. */
  public static Key of(TableShape table, String... values) {
    if (values.length != table.key().size()) {
      throw new IllegalArgumentException(
          "Table " + table.name() + " has " + table.key().size() + " key columns.");
    }
    return new Key(table.name(), List.of(values));
  }

  /** The values in one text, different for different values. */
  String text() {
    return values.size() == 1 ? values.get(0) : String.join(UNIT_SEPARATOR, values);
  }

  static Key parse(String table, String text) {
    return new Key(table, List.of(text.split(UNIT_SEPARATOR, -1)));
  }

  @Override
  public String toString() {
    return table + values;
  }
}
