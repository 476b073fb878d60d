package dev.migrationplanner.schema;

import java.util.List;

/** A primary or unique key over whole columns, in order. */
public record Key(String name, List<String> columns) {

  public Key {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("key " + name + " has no columns");
    }
  }
}
