package dev.migrationplanner.app.history;

/** One thing that must not be. */
public record Finding(Fault fault, String side, String what) {

  /** What is wrong. */
  public enum Fault {
    /** Acknowledged, and not there. */
    LOST,
    /** There more often than it was done. */
    DUPLICATED,
    /** Removed, and there. */
    RESURRECTED,
    /** There, though it failed or nobody did it. */
    PHANTOM,
    /** Not the same on both sides. */
    DIFFERENT,
    /** Two clients saw histories of which neither continues the other. */
    FORKED,
    /** An answer that misses what was acknowledged before it was asked for. */
    STALE,
    /** Money came or went. */
    TORN,
    /** Written in an epoch that was over. */
    TWO_AUTHORITIES,
    /** An id that a new authority gave out although the old one had passed it. */
    ID_REUSED
  }
}
