package dev.migrationplanner.database;

/**
 * A key the log names, and what happened to it last in that transaction. {@code table} is the name
 * on that side.
 */
public record KeyChange(String table, RowKey key, Kind kind) {

  /** What happened. An update of a key is a DELETE of the old and an INSERT of the new. */
  public enum Kind {
    INSERT,
    UPDATE,
    DELETE
  }
}
