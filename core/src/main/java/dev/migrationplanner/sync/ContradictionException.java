package dev.migrationplanner.sync;

import java.sql.SQLException;

/**
 * The log says that a row was written, or deleted, and the snapshot that sees that transaction says
 * otherwise (rule 8). The table stops before wrong data.
 */
public final class ContradictionException extends SQLException {
  private static final long serialVersionUID = 1L;

  ContradictionException(String table, long rows, String expected) {
    super(
        "contradiction in table "
            + table
            + ": by the log, "
            + rows
            + " row(s) are "
            + expected
            + " in the snapshot, but they are not. Row-level security, ALTER TYPE or a log that"
            + " leaves rows out do this. Sync has stopped before writing; find the cause, then"
            + " compare the table and resume");
  }
}
