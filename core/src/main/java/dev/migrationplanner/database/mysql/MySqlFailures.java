package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ChangeLog.LogLostException;
import dev.migrationplanner.database.Database.Failure;
import dev.migrationplanner.database.RefusedValueException;
import java.sql.SQLException;
import java.util.Set;

/** What to do about an error, by its code, else by its SQLState. */
final class MySqlFailures {

  private static final Set<Integer> RETRY =
      Set.of(
          1021, // disk full
          1040, // too many connections
          1041, // out of memory
          1053, // server shutdown in progress
          1077, 1079, 1080, // shutdown
          1114, // table is full
          1158, 1159, 1160, 1161, // network
          1180, // error during commit
          1184, // aborted connection
          1203, // max_user_connections
          1205, // lock wait timeout
          1213, // deadlock
          1317, // query interrupted
          1412, // table definition has changed: a new snapshot sees it
          1614, // XA deadlock
          1927, // connection was killed
          1969, // max_statement_time exceeded
          2006, 2013, 2055, // gone away, lost
          3024, // max_execution_time exceeded
          3572, // NOWAIT
          4031); // disconnected by the server for inactivity

  private static final Set<Integer> DEFER =
      Set.of(
          1048, // column cannot be null
          1062, // duplicate entry
          1264, // out of range
          1265, // data truncated
          1292, // incorrect value
          1364, // no default
          1366, // incorrect string value
          1367, // illegal value
          1406, // data too long
          1411, // incorrect value for function
          1416, // cannot get geometry object
          1452, // foreign key
          1525, // incorrect DATE/TIME literal
          1586, // duplicate entry
          1690, // out of range
          1859, // duplicate unknown key
          3140, 3141, // invalid JSON
          3819, // check constraint (MySQL)
          4025); // check constraint (MariaDB)

  private MySqlFailures() {}

  /** Whether the error is about a row's values. */
  static boolean refusesRow(int code) {
    return DEFER.contains(code);
  }

  static Failure classify(SQLException error) {
    if (error instanceof LogLostException) {
      return Failure.FAIL;
    }
    if (error instanceof RefusedValueException || DEFER.contains(error.getErrorCode())) {
      return Failure.DEFER;
    }
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    boolean connection = state.startsWith("08") && !refused(error.getErrorCode());
    return RETRY.contains(error.getErrorCode()) || connection || state.equals("40001")
        ? Failure.RETRY
        : Failure.FAIL;
  }

  /** Wrong user, database or host stay wrong. */
  private static boolean refused(int code) {
    return code == 1044 || code == 1045 || code == 1049 || code == 1130 || code == 1698;
  }
}
