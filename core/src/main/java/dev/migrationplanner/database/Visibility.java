package dev.migrationplanner.database;

/**
 * Which transactions a snapshot sees: an executed GTID set, a binlog position, or a set of
 * transaction ids.
 */
public interface Visibility {

  /** Whether the transaction is surely visible. */
  boolean covers(ChangeTag transaction);

  /** For storage and for people. */
  String text();
}
