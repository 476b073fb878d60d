package dev.migrationplanner.gate;

import java.util.Locale;

/** What evidence can speak of. Counts are since the phase (or the step of the ramp) began. */
public enum Measure {
  /** Findings that block. */
  FINDINGS_BLOCKING,
  /** Findings that still need a decision. */
  FINDINGS_UNDECIDED,
  /** Requirements of the servers that are not met. */
  REQUIREMENTS_UNMET,
  /** 1 if a rehearsal of this very plan passed, 0 if it failed. */
  REHEARSAL_PASSED,
  /** 1 if a recorded decision waives the rehearsal. */
  REHEARSAL_WAIVED,
  /** 1 if a restore of the target's backup is on record; after the flip, one made since. */
  RESTORED,
  /** 1 if a recorded decision does without one. */
  RESTORE_WAIVED,

  /** Writes tried on the other side by the application. */
  SECONDARY_WRITES,
  /** Those that failed or were dropped. */
  SECONDARY_WRITE_ERRORS,
  /** Keys written since, read again on both sides after a hop. */
  DRIFT_KEYS,
  /** Those that still differed. */
  DRIFT_DIFFERENT,

  /** Tables of the migration. */
  TABLES,
  /** Tables whose last full comparison found them equal. */
  TABLES_EQUAL,
  /** Tables with a persisting difference. */
  TABLES_DIFFERENT,
  /** Rows set aside because the other side cannot hold them. */
  ROWS_SET_ASIDE,
  /** Keys that still need a look. */
  PENDING_KEYS,
  /** 1 if the sync keeps up: lag within its bound and equality claimed. */
  IN_SYNC,

  /** Shadow reads compared. */
  SHADOW_READS,
  /** Mismatches that persisted at a later hop. */
  SHADOW_MISMATCHES,
  /** Mismatches that nobody has looked at again, though it was time. */
  SHADOW_UNDECIDED,
  /** Shadow reads that were due and compared nothing: not made, or failed. */
  SHADOW_DROPPED,
  /** Rows that applications doubted and had no room to name. */
  KEYS_DROPPED,
  /** 95th percentile of reads on the target, in ms. */
  TARGET_P95_MILLIS,
  /** Tables read by too few shadow reads to say anything of them alone. */
  TABLES_UNPROVED,

  /** Foreign keys of the target not validated yet. */
  FOREIGN_KEYS_UNCHECKED,

  /** Reads answered by the new side. */
  READS_NEW,
  /** Those that failed. */
  READ_ERRORS_NEW,

  /** Seconds since the phase (or the step) began. */
  SECONDS_HELD,
  /** 1 if a look at the source's accounts found every stranger shut out, 0 if it found one. */
  STRANGERS_SHUT_OUT,
  /** Transactions seen on the side that is not the authority, by nobody we know. */
  FOREIGN_TRANSACTIONS;

  /** Its name for people. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
