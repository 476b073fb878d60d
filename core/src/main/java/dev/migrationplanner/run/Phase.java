package dev.migrationplanner.run;

import dev.migrationplanner.client.Stage;

/**
 * The phases, as operators see them, and the Stage that applications are in meanwhile. Patterns
 * leave some out.
 */
public enum Phase {
  PREPARE("Prepare", Stage.OFF),
  DUAL_WRITE("Dual write", Stage.DUAL_WRITE),
  BACKFILL("Backfill", Stage.DUAL_WRITE),
  DUAL_READ("Dual read", Stage.SHADOW),
  FLIP_READS("Flip reads", Stage.LIVE),
  FLIP_WRITES("Flip writes", Stage.RAMP_DOWN),
  DECOMMISSION("Decommission", Stage.COMPLETE);

  private final String title;
  private final Stage stage;

  Phase(String title, Stage stage) {
    this.title = title;
    this.stage = stage;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** 0..6. */
  public int number() {
    return ordinal();
  }

  /** What applications do in it; {@code dualWrites}: whether the pattern has them. */
  Stage stage(boolean dualWrites) {
    return dualWrites || compareTo(FLIP_WRITES) >= 0 ? stage : Stage.OFF;
  }

  /** The phase of that number. */
  public static Phase of(int number) {
    return values()[number];
  }
}
