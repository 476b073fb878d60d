package dev.migrationplanner.database;

/**
 * A value that has no canonical form, in its place in a row: a zero date, an impossible one, an
 * interval of months. A sink that cannot set the row aside fails with {@link #refused}.
 *
 * @param table the table it was read from
 * @param column its column
 * @param reason what it is, never the value
 * @param remedy what to do
 * @param text the value as its engine writes it: it stands for the value in keys only
 */
public record Uncarriable(String table, String column, String reason, String remedy, String text) {

  /** As an error: the whole row is refused. */
  public RefusedValueException refused() {
    return new RefusedValueException(table, column, reason, remedy);
  }
}
