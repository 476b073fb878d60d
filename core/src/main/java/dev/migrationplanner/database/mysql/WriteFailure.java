package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.RefusedValueException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Errors of writing without the values that the server puts into them: code, state, table, and the
 * column or key it names.
 */
final class WriteFailure {

  private static final Pattern NAMED =
      Pattern.compile("(?:for|for key|column|constraint) [`']([^'`]{1,130})[`'](?: at row \\d+)?$");
  private static final Pattern COLUMN =
      Pattern.compile("[cC]olumn [`']?([^'`]{1,130})[`'](?!\\.)|[`']([^'`]{1,130})[`'] at row \\d");

  private WriteFailure() {}

  /** The server quotes a value after the words "entry" and "value:". */
  static String withoutValues(String message) {
    return message.replaceAll("(?s)(entry|value:) '.*' for", "$1 (not shown) for");
  }

  static SQLException of(String table, SQLException e) {
    if (e instanceof RefusedValueException) {
      return e;
    }
    String message = String.valueOf(e.getMessage());
    int code = e.getErrorCode();
    if (MySqlFailures.refusesRow(code)) {
      return new RefusedValueException(
          table,
          column(message),
          kind(code) + ", server error " + code + key(message),
          "Change the row on its source, or widen what refuses it, then copy again",
          String.valueOf(e.getSQLState()),
          code);
    }
    return new SQLException(
        "writing table "
            + table
            + " failed with error "
            + code
            + " (state "
            + e.getSQLState()
            + "): "
            + kind(code)
            + key(message),
        e.getSQLState(),
        code);
  }

  private static String column(String message) {
    Matcher column = COLUMN.matcher(message);
    if (!column.find()) {
      return "";
    }
    return column.group(1) != null ? column.group(1) : String.valueOf(column.group(2));
  }

  private static String key(String message) {
    Matcher named = NAMED.matcher(message);
    boolean duplicate = message.contains("Duplicate entry");
    return duplicate && named.find() ? ", at key " + named.group(1) : "";
  }

  private static String kind(int code) {
    return switch (code) {
      case 1062, 1586 -> "a value of a unique key is already there";
      case 1406 -> "a value is too long";
      case 1264, 1690 -> "a number is out of range";
      case 1366, 1292, 1265, 1525 -> "a value is not one of the column's type";
      case 1048, 1364 -> "a value is missing";
      case 1452, 1216 -> "a referenced row is missing";
      case 4025, 3819 -> "a check constraint refuses the row";
      case 1153 -> "a row is larger than max_allowed_packet; raise it on the server";
      case 1205 -> "another transaction holds the row for too long";
      case 1213 -> "two transactions waited for each other";
      case 1142, 1143 -> "we may not write it; GRANT SELECT, INSERT, UPDATE, DELETE on it";
      default -> "see the server's manual for this error";
    };
  }
}
