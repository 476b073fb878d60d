package dev.migrationplanner.ledger;

/** The kinds of wrong a judgement may name. */
public enum Fault {
  /** An acknowledged write is not there, or an older state of its row is. */
  LOST,
  /** An acknowledged write is there more than once. */
  DUPLICATED,
  /** A row that was deleted is there. */
  RESURRECTED,
  /** Something is there that nobody was promised: a failed write, or a row that nobody wrote. */
  PHANTOM,
  /** The two sides do not hold the same row. */
  DIFFERENT
}
