package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.RefusedValueException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Says that a row cannot be carried, naming table, column and constraint, never the value: the
 * server's own text may quote it, so that is left out and not kept as a cause.
 */
final class Refusal {

  private static final Pattern COPY_COLUMN = Pattern.compile("column ([^:\\n]+)(?::|$)");

  private static final String REMEDY =
      "Change the row on its source, or widen what refuses it on the target, then copy again";

  private Refusal() {}

  /** The value of this column cannot be held; class DEFER. */
  static SQLException value(String table, String column, String why) {
    return new RefusedValueException(table, column, why, REMEDY);
  }

  /** The error, without row values if it could have some. */
  static SQLException of(String table, SQLException error) {
    if (!SqlStates.speaksOfValues(error)) {
      return error;
    }
    if (error instanceof RefusedValueException) {
      return error;
    }
    ServerErrorMessage server =
        error instanceof PSQLException specific ? specific.getServerErrorMessage() : null;
    if (server == null) {
      return error;
    }
    String state = String.valueOf(error.getSQLState());
    String column = column(server);
    String constraint = server.getConstraint();
    return new RefusedValueException(
        table,
        column == null ? "" : column,
        meaning(state) + (constraint == null ? "" : ", constraint " + constraint),
        REMEDY,
        state,
        0);
  }

  /** What a sink's complaint is as an SQL error: it carries one when a value was refused. */
  static SQLException unwrap(IOException error) throws IOException {
    if (error.getCause() instanceof SQLException refused) {
      return refused;
    }
    throw error;
  }

  private static @Nullable String column(ServerErrorMessage server) {
    if (server.getColumn() != null) {
      return server.getColumn();
    }
    String where = server.getWhere();
    Matcher matcher = COPY_COLUMN.matcher(where == null ? "" : where);
    return matcher.find() ? matcher.group(1) : null;
  }

  private static String meaning(String state) {
    return switch (state) {
      case "23505" -> "another row has the same unique key";
      case "23502" -> "NULL where the target does not allow it";
      case "23503" -> "the row that it refers to is missing";
      case "23514" -> "a check of the target refuses the value";
      case "23P01" -> "an exclusion constraint of the target refuses the row";
      case "22001" -> "the value is longer than the target's column";
      case "22003" -> "the number is out of the target's range";
      case "22021" -> "the text holds bytes that PostgreSQL cannot store";
      case "22008" -> "the date or time is out of the target's range";
      case "54000" -> "the value is too long for an index of the target";
      case "22P02" -> "the value is none of the target's type";
      default -> "the target refuses a value (SQLSTATE " + state + ")";
    };
  }
}
