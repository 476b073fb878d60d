package dev.migrationplanner.database;

/**
 * What a column can be held as in the idiomatic profile, if every value of it fits; else it stays
 * as the lossless profile has it. Each names the claim about the values that a scan has to prove.
 */
public enum Idiom {
  /** Numbers or bits that are 0 or 1, as false and true. */
  BOOLEAN,
  /** UUIDs, written as 36 lower-case characters or kept as their 16 bytes. */
  UUID,
  /** IP addresses without a mask, as texts that every engine spells alike. */
  ADDRESS,
  /**
   * JSON as a tree: no member of an object twice, and no escape that another letter can stand for.
   */
  JSON_TREE,
  /** Labels as text with a check. True of any such column. */
  CHECKED_TEXT
}
