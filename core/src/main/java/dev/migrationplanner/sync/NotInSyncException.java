package dev.migrationplanner.sync;

import java.sql.SQLTransientException;

/** Sync is behind for the moment; nothing was begun. */
final class NotInSyncException extends SQLTransientException {
  private static final long serialVersionUID = 1L;

  NotInSyncException(String message) {
    super(message);
  }
}
