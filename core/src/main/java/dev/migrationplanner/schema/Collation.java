package dev.migrationplanner.schema;

/**
 * How text compares. {@code name} as the engine spells it ("" = binary order of the engine's
 * default).
 */
public record Collation(
    String name, boolean caseSensitive, boolean accentSensitive, boolean padSpace) {

  /** Compares bytes, nothing else. */
  public static final Collation BYTES = new Collation("", true, true, false);

  /** Whether two texts are equal only if their bytes are. */
  public boolean exact() {
    return caseSensitive && accentSensitive && !padSpace;
  }
}
