package dev.migrationplanner.schema;

import org.jspecify.annotations.Nullable;

/**
 * One column.
 *
 * @param name as the catalogue has it
 * @param type engine-neutral type
 * @param nativeType as the engine spells it, e.g. {@code bigint(20) unsigned}
 * @param nullable whether NULL is allowed
 * @param defaultValue what an INSERT that leaves it out gets
 * @param identity whether the engine numbers it (AUTO_INCREMENT, identity, serial)
 * @param generation expression of a generated column in the engine's SQL, null if it is a plain one
 * @param updatesToNow MySQL's ON UPDATE CURRENT_TIMESTAMP
 * @param comment "" if none
 */
public record Column(
    String name,
    SqlType type,
    String nativeType,
    boolean nullable,
    DefaultValue defaultValue,
    boolean identity,
    @Nullable String generation,
    boolean updatesToNow,
    String comment) {

  public Column {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a column has a name");
    }
  }

  /** Whether the engine computes it: never written by us. */
  public boolean generated() {
    return generation != null;
  }
}
