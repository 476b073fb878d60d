package dev.migrationplanner.plan;

import java.util.List;

/** The way a migration goes: which of the phases it has. */
public enum MigrationPattern {
  /** All seven: the application writes and reads both sides. */
  DUAL_WRITE(List.of(0, 1, 2, 3, 4, 5, 6)),
  /** The change log alone keeps the target current: no dual writes, shadow reads and ramp. */
  SYNC_ONLY(List.of(0, 2, 5, 6));

  private final List<Integer> phases;

  MigrationPattern(List<Integer> phases) {
    this.phases = phases;
  }

  /** The numbers of its phases, in order. */
  public List<Integer> phases() {
    return phases;
  }

  /** As migration.yaml spells it. */
  public String spelling() {
    return Spelling.of(this);
  }
}
