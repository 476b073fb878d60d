package dev.migrationplanner.schema;

import java.util.List;

/**
 * A secondary index; unique ones too (their parts may be prefixes or expressions, which a {@link
 * Key} cannot have).
 */
public record Index(String name, Kind kind, List<Part> parts) {

  public Index {
    parts = List.copyOf(parts);
  }

  /** What the index is for. */
  public enum Kind {
    PLAIN,
    UNIQUE,
    FULLTEXT,
    SPATIAL,
    /** One the neutral words do not cover (GIN, partial ...): listed, not carried. */
    OTHER
  }

  /**
   * One part.
   *
   * @param term column name, or SQL if {@code expression}
   * @param prefixLength in characters (bytes for binary columns), 0 = whole value
   */
  public record Part(String term, boolean expression, int prefixLength, boolean descending) {}
}
