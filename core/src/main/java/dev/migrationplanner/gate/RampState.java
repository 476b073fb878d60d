package dev.migrationplanner.gate;

/**
 * All that a step of the ramp has seen so far: stored with each verdict, so that it can be
 * replayed.
 *
 * @param errors the sequential test of failed requests
 * @param slow the sequential test of slow requests
 * @param oldTotal the baseline's counts
 * @param newTotal the new side's
 * @param lastLook what the last look was like
 */
record RampState(
    SequentialTest errors,
    SequentialTest slow,
    ArmCount oldTotal,
    ArmCount newTotal,
    LastLook lastLook) {

  static final RampState START =
      new RampState(
          SequentialTest.START, SequentialTest.START, ArmCount.NONE, ArmCount.NONE, LastLook.SOUND);

  /** How the last counts were. */
  enum LastLook {
    SOUND,
    /** A counter went back: these counts were left out. */
    COUNTER_RESET
  }

  RampState with(ArmCount old, ArmCount fresh) {
    if (!old.plausible() || !fresh.plausible()) {
      return new RampState(errors, slow, oldTotal, newTotal, LastLook.COUNTER_RESET);
    }
    return new RampState(
        errors.add(old.requests(), old.errors(), fresh.requests(), fresh.errors()),
        slow.add(old.requests(), old.slow(), fresh.requests(), fresh.slow()),
        oldTotal.plus(old),
        newTotal.plus(fresh),
        LastLook.SOUND);
  }
}
