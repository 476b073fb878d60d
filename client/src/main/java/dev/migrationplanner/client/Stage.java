package dev.migrationplanner.client;

/**
 * What the application does with reads and writes. The two switches below are the only ones on
 * Stage; a literal truth table in the tests specifies them.
 */
public enum Stage {
  OFF,
  DUAL_WRITE,
  SHADOW,
  LIVE,
  RAMP_DOWN,
  COMPLETE;

  /** Where a read goes; {@code inCohort} matters in LIVE alone. */
  public Route reads(boolean inCohort) {
    return switch (this) {
      case OFF, DUAL_WRITE -> Route.SOURCE_ONLY;
      case SHADOW -> Route.SOURCE_FIRST;
      case LIVE -> inCohort ? Route.TARGET_FIRST : Route.SOURCE_FIRST;
      case RAMP_DOWN, COMPLETE -> Route.TARGET_ONLY;
    };
  }

  /** Where a write goes; its first side is the authority. */
  public Route writes() {
    return switch (this) {
      case OFF -> Route.SOURCE_ONLY;
      case DUAL_WRITE, SHADOW, LIVE -> Route.SOURCE_FIRST;
      case RAMP_DOWN, COMPLETE -> Route.TARGET_ONLY;
    };
  }

  /** The side whose data is the truth in this Stage. */
  public Side authority() {
    return writes().first();
  }
}
