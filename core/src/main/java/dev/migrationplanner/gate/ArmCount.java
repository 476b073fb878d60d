package dev.migrationplanner.gate;

/**
 * What one arm did since the last look: requests, those that failed, those beyond the latency
 * bound.
 */
public record ArmCount(long requests, long errors, long slow) {

  /** Nothing. */
  public static final ArmCount NONE = new ArmCount(0, 0, 0);

  /** Whether these can be counts of what happened: else a counter went back. */
  boolean plausible() {
    return requests >= 0 && errors >= 0 && slow >= 0 && errors <= requests && slow <= requests;
  }

  ArmCount plus(ArmCount other) {
    return new ArmCount(requests + other.requests, errors + other.errors, slow + other.slow);
  }
}
