package dev.migrationplanner.ledger;

import java.util.Arrays;

/**
 * Each operation's outcome and the hash of its audit row, by its number from 1: nine bytes an
 * operation.
 */
final class Operations {

  /** The hash of an audit row that is not known. */
  static final long UNKNOWN_HASH = 0;

  private byte[] outcomes = new byte[1 << 12];
  private long[] auditHashes = new long[1 << 12];
  private int last;
  private int inFlight;

  /** A new operation, in flight. */
  int next() {
    last++;
    if (last == outcomes.length) {
      outcomes = Arrays.copyOf(outcomes, 2 * last);
      auditHashes = Arrays.copyOf(auditHashes, 2 * last);
    }
    inFlight++;
    return last;
  }

  /** Ends an operation that is in flight. */
  void end(long operation, Outcome outcome, long auditHash) {
    if (outcome(operation) != Outcome.IN_FLIGHT || outcome == Outcome.IN_FLIGHT) {
      throw new IllegalStateException(
          "Operation " + operation + " is " + outcome(operation) + ", not to be " + outcome + ".");
    }
    outcomes[(int) operation] = outcome.code();
    auditHashes[(int) operation] = auditHash;
    inFlight--;
  }

  boolean knows(long operation) {
    return operation >= 1 && operation <= last;
  }

  Outcome outcome(long operation) {
    if (!knows(operation)) {
      throw new IllegalArgumentException(
          "There is no operation " + operation + "; the last one is " + last + ".");
    }
    return Outcome.of(outcomes[(int) operation]);
  }

  long auditHash(long operation) {
    return auditHashes[(int) operation];
  }

  int last() {
    return last;
  }

  int inFlight() {
    return inFlight;
  }

  int count(Outcome outcome) {
    int count = 0;
    for (int operation = 1; operation <= last; operation++) {
      count += outcomes[operation] == outcome.code() ? 1 : 0;
    }
    return count;
  }
}
