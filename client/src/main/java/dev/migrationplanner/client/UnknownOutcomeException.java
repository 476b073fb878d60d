package dev.migrationplanner.client;

import java.sql.SQLException;

/**
 * The authority was asked to commit and the answer was lost: the write may stand or not. It was not
 * tried again.
 */
public final class UnknownOutcomeException extends SQLException {
  private static final long serialVersionUID = 1L;

  UnknownOutcomeException(Side side, SQLException cause) {
    super(
        "The commit on the "
            + side
            + " was sent but its answer was lost, so the write may stand or not. Read the row again before repeating it.",
        cause.getSQLState(),
        cause.getErrorCode(),
        cause);
  }
}
