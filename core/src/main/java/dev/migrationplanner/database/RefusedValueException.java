package dev.migrationplanner.database;

import java.sql.SQLException;

/**
 * A row cannot be carried because of one of its values (class DEFER): the other engine has none
 * like it, or the target refuses it. Names table, column, reason and remedy, never the value.
 */
public final class RefusedValueException extends SQLException {

  private static final long serialVersionUID = 1L;

  /** SQLState "data exception". */
  private static final String STATE = "22000";

  private final String column;
  private final String reason;
  private final String remedy;

  /** Found by us; {@code column} is "" where the whole row is meant. */
  public RefusedValueException(String table, String column, String reason, String remedy) {
    this(table, column, reason, remedy, STATE, 0);
  }

  /** Found by a server, with its state and code. */
  public RefusedValueException(
      String table, String column, String reason, String remedy, String state, int code) {
    super(
        "table "
            + table
            + (column.isEmpty() ? "" : ", column " + column)
            + ": "
            + reason
            + ". "
            + remedy,
        state,
        code);
    this.column = column;
    this.reason = reason;
    this.remedy = remedy;
  }

  /** Whose value it is; "" if that is not known. */
  public String column() {
    return column;
  }

  /** Why the row is refused. */
  public String reason() {
    return reason;
  }

  /** What to do. */
  public String remedy() {
    return remedy;
  }
}
