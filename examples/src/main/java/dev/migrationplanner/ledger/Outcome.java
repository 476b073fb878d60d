package dev.migrationplanner.ledger;

/** How a write ended, as the application was told. */
public enum Outcome {
  /** Begun, not ended yet. */
  IN_FLIGHT(0),
  /** The database said that it is committed. */
  ACKNOWLEDGED(1),
  /** It is certain that it was not committed. */
  FAILED(2),
  /** The answer to the commit was lost: it may stand or not. */
  UNKNOWN(3);

  private final byte code;

  Outcome(int code) {
    this.code = (byte) code;
  }

  /** A byte that stands for it. */
  byte code() {
    return code;
  }

  static Outcome of(byte code) {
    return switch (code) {
      case 0 -> IN_FLIGHT;
      case 1 -> ACKNOWLEDGED;
      case 2 -> FAILED;
      case 3 -> UNKNOWN;
      default -> throw new IllegalArgumentException("No outcome has the code " + code + ".");
    };
  }
}
