package dev.migrationplanner.database;

import org.jspecify.annotations.Nullable;

/**
 * Keys after {@code after} (exclusive, null = from the first) up to {@code upTo} (inclusive, null =
 * to the last), compared as whole tuples in the order of the side the range was formed on.
 */
public record KeyRange(@Nullable RowKey after, @Nullable RowKey upTo) {

  /** The whole table. */
  public static final KeyRange ALL = new KeyRange(null, null);
}
