package dev.migrationplanner.database;

/**
 * How a statement finds its rows, as a server's planner says. Nothing was run for it.
 *
 * @param said table by table, with the indexes by name; or why it cannot be said
 */
public record Lookup(How how, String said) {

  /** A statement that brings its rows with it. */
  public static final Lookup ADDS_ROWS = new Lookup(How.NONE, "adds rows, looks for none");

  /** The worst way that it takes. */
  public enum How {
    /** Every table that it reads, by an index. */
    INDEX,
    /** At least one table from end to end. */
    WHOLE_TABLE,
    /** It looks for no rows. */
    NONE,
    /** It could not be explained. */
    UNKNOWN
  }

  /** It could not be explained, for that reason. */
  public static Lookup unknown(String why) {
    return new Lookup(How.UNKNOWN, why);
  }
}
