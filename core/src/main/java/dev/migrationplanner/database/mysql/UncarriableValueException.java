package dev.migrationplanner.database.mysql;

import java.sql.SQLException;

/**
 * A row holds a value that no other engine has: a zero or invalid date, an ENUM that is no label.
 * Names table and column, never the value.
 */
public final class UncarriableValueException extends SQLException {

  private static final long serialVersionUID = 1L;

  /** SQLState "invalid datetime format", also for the other kinds. */
  static final String STATE = "22007";

  UncarriableValueException(String table, String column, String what) {
    super(
        "a row of table "
            + table
            + " holds in column "
            + column
            + " "
            + what
            + "; it is set aside. Correct the row, or decide in the plan what becomes of it.",
        STATE);
  }
}
