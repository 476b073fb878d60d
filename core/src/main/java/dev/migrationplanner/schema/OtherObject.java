package dev.migrationplanner.schema;

/** Something that is no table: inventoried, so that nothing is left out silently. */
public record OtherObject(Kind kind, String name, String definition) {

  /** What it is. */
  public enum Kind {
    VIEW,
    MATERIALIZED_VIEW,
    TRIGGER,
    ROUTINE,
    EVENT,
    SEQUENCE,
    TYPE,
    EXTENSION
  }
}
