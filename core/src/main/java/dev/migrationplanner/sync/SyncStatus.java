package dev.migrationplanner.sync;

/**
 * Sync at one moment.
 *
 * @param lagMillis age of the snapshot that the other side equals; -1 if it equals none
 * @param pendingKeys rows known to need another look, stored ones included
 * @param keysWaiting keys read from the authority's log and not among the pending ones yet
 * @param keysReconciled since start
 * @param rowsChanged of these, rows that were not equal before
 * @param foreignTransactions transactions of others seen on the other side
 * @param message what it waits for or why it stopped; "" if all is well
 */
public record SyncStatus(
    Direction direction,
    State state,
    long lagMillis,
    long pendingKeys,
    long keysWaiting,
    long hopsStarted,
    long hopsFinished,
    double keysPerSecond,
    long keysReconciled,
    long rowsChanged,
    long foreignTransactions,
    String message) {

  /** What it is doing. */
  public enum State {
    OFF,
    /** Keys are gathered and stored, rows are not touched. */
    COLLECTING,
    /** Many transactions, no equality claimed. */
    CATCHING_UP,
    IN_SYNC,
    /** The log is lost: only a comparison can tell what is missing. */
    NEEDS_COMPARISON,
    /** Stopped by an error that an operator must look at. */
    FAILED
  }
}
