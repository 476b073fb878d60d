package dev.migrationplanner.run;

import java.sql.SQLException;

/** A database holds what is not this run's: rows, or the traces of another. Nothing was touched. */
public final class OccupiedException extends SQLException {
  private static final long serialVersionUID = 1L;

  OccupiedException(String message) {
    super(message);
  }
}
