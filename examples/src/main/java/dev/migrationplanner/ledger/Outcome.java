package dev.migrationplanner.ledger;

/** How a write ended, as the application was told. */
public enum Outcome {
  /** Begun, not ended yet. */
  IN_FLIGHT,
  /** The database said that it is committed. */
  ACKNOWLEDGED,
  /** It is certain that it was not committed. */
  FAILED,
  /** The answer to the commit was lost: it may stand or not. */
  UNKNOWN
}
