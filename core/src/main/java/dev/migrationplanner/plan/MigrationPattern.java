package dev.migrationplanner.plan;

import java.util.List;

/** The way a migration goes: which of the phases it has. */
public enum MigrationPattern {
  /** The plan chooses, from what it sees. */
  AUTO(List.of()),
  /** All seven: the application writes and reads both sides. */
  DUAL_WRITE(List.of(0, 1, 2, 3, 4, 5, 6)),
  /** The change log alone keeps the target current: no dual writes, shadow reads and ramp. */
  SYNC_ONLY(List.of(0, 2, 5, 6)),
  /** New code or a new service beside the old, for a growing share of users; no databases. */
  FEATURE_FLAG(List.of()),
  /** A whole deployment beside the old one; no databases. */
  BLUE_GREEN(List.of());

  private final List<Integer> phases;

  MigrationPattern(List<Integer> phases) {
    this.phases = phases;
  }

  /** The numbers of its phases between two databases, in order. */
  public List<Integer> phases() {
    return phases;
  }

  /** Whether rows move from one database to another. */
  public boolean movesRows() {
    return this != FEATURE_FLAG && this != BLUE_GREEN;
  }

  /** As migration.yaml spells it. */
  public String spelling() {
    return Spelling.of(this);
  }
}
