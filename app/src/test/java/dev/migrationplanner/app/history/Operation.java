package dev.migrationplanner.app.history;

/**
 * One operation of one client, from its invocation to its end. Nanoseconds are those of one JVM, so
 * that "ended before another began" is a fact.
 *
 * @param number of the operation; also its row, its element, or its transfer
 * @param key what it was done to: the removed operation's number, a list, a counter; "" for others
 * @param endNanos {@link Long#MAX_VALUE} where nobody knows
 * @param answer what the authority said; {@link Answer#NONE} unless it is OK
 */
public record Operation(
    long number,
    Kind kind,
    String key,
    long beginNanos,
    long endNanos,
    Outcome outcome,
    Answer answer) {

  /** What is done; each in one transaction of the application's library. */
  public enum Kind {
    /** Inserts a row with a generated id; answers the id. */
    ADD,
    /** Deletes the row of an earlier ADD. */
    REMOVE,
    /** Appends its number to a list; answers the list's length and {@link Prefixes} hash. */
    APPEND,
    /** Moves money between two accounts; answers the sum of all. */
    TRANSFER,
    /** Adds one to a counter; answers its new value. */
    INCREMENT
  }

  /** How it ended for its client. */
  public enum Outcome {
    OK,
    /** It surely wrote nothing. */
    FAILED,
    /** It may stand or not. */
    UNKNOWN
  }

  /**
   * What the authority said.
   *
   * @param epoch in which it was written
   */
  public record Answer(long epoch, long first, long second) {
    public static final Answer NONE = new Answer(0, 0, 0);
  }

  boolean ok() {
    return outcome == Outcome.OK;
  }

  boolean unknown() {
    return outcome == Outcome.UNKNOWN;
  }
}
