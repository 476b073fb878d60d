package dev.migrationplanner.verify;

import dev.migrationplanner.database.RowKey;
import java.util.List;

/**
 * A row that is not the same on both sides.
 *
 * @param columns of a mismatching row: those that differ, by their names on the source
 */
public record Difference(RowKey key, Kind kind, List<String> columns) {

  public Difference {
    columns = List.copyOf(columns);
  }

  /** How a row differs. */
  public enum Kind {
    /** The source has it, the target does not. */
    MISSING,
    /** The target has it, the source does not. */
    EXTRANEOUS,
    /** Both have it, with different values. */
    MISMATCHING
  }
}
