package dev.migrationplanner.gate;

import java.time.Duration;

/**
 * What stands beside the counts of one look.
 *
 * @param held how long the step has stood
 * @param mismatches confirmed ones since the step began
 * @param pendingGrows whether the keys that wait grow without end
 * @param sourceSilent whether whoever counts has not been heard of in time
 * @param contradicted whether two who count the same disagree
 */
public record RampSignals(
    Duration held,
    long mismatches,
    boolean pendingGrows,
    boolean sourceSilent,
    boolean contradicted) {

  /** Nothing special. */
  public static RampSignals quiet(Duration held) {
    return new RampSignals(held, 0, false, false, false);
  }
}
