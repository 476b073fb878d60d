package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ChangeLog.LogLostException;
import dev.migrationplanner.database.Database.Failure;
import java.sql.SQLException;
import java.util.Set;

/** What to do about an error, by its SQLSTATE (PostgreSQL manual, appendix A). */
final class SqlStates {

  /**
   * Serialization failure, deadlock, lock not available, object in use, shutdown or start, idle
   * session ended, statement cancelled by its time limit.
   */
  private static final Set<String> PASSING =
      Set.of(
          "40001", "40P01", "55P03", "55006", "57P01", "57P02", "57P03", "57P04", "57P05", "57014",
          "25P03", "25P04", "58030");

  private SqlStates() {}

  static Failure classify(SQLException error) {
    if (error instanceof LogLostException) {
      return Failure.FAIL;
    }
    String state = error.getSQLState();
    if (state == null) {
      return Failure.FAIL;
    }
    if (PASSING.contains(state) || isClass(state, "08") || isClass(state, "53")) {
      return Failure.RETRY;
    }
    return refusesRow(state) ? Failure.DEFER : Failure.FAIL;
  }

  /** Whether the error is about the values of a row: its text may hold them. */
  static boolean speaksOfValues(SQLException error) {
    String state = error.getSQLState();
    return state != null && refusesRow(state);
  }

  /** Data exceptions, violated constraints, and an index entry that is too long. */
  private static boolean refusesRow(String state) {
    return isClass(state, "22") || isClass(state, "23") || state.equals("54000");
  }

  private static boolean isClass(String state, String prefix) {
    return state.startsWith(prefix);
  }
}
