package dev.migrationplanner.database;

import java.util.List;

/**
 * The few statements on our own tables ({@code migration_planner.*}) that engines spell
 * differently; the rest is portable SQL in {@link ControlTables}.
 */
public interface ControlSql {

  /** Statements that make the schema and its tables where they are missing. */
  List<String> install();

  /** Statements that remove them. */
  List<String> remove();

  /**
   * Query with one parameter, a table name, that returns a row if {@code migration_planner} has
   * that table.
   */
  String exists();

  /**
   * Statements, without parameters, that take the epoch's lock in this transaction before the row
   * is read; may be empty.
   */
  List<String> lockEpoch(boolean exclusive);

  /** What follows the SELECT of the epoch row: LOCK IN SHARE MODE, FOR UPDATE or nothing. */
  String epochSuffix(boolean exclusive);

  /** Statement that bounds the wait for locks in this session to so many milliseconds. */
  String lockTimeout(long millis);

  /** Statement that puts the session's bound back. */
  String lockTimeoutReset();
}
