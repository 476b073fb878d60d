package dev.migrationplanner.database;

import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Counts values that another engine cannot hold or would hold otherwise. Changes nothing. */
public interface HazardScan {

  /** The rule under which values are counted that do not fit an idiom. */
  String MISFIT = "T07";

  /**
   * One pass over a table, all columns in one query.
   *
   * @param idioms what columns ({@code table.column}) may be held as: values that do not fit are
   *     counted too, as {@link #MISFIT}
   * @param rowsAbout the table's size from statistics; beyond the bound only a part is read
   */
  Scanned scan(
      Connection connection, Table table, Map<String, Idiom> idioms, long rowsAbout, Bounds bounds)
      throws SQLException;

  /** The same for the lossless profile. */
  default Scanned scan(Connection connection, Table table, long rowsAbout, Bounds bounds)
      throws SQLException {
    return scan(connection, table, Map.of(), rowsAbout, bounds);
  }

  /**
   * Children without a parent, and children whose parent is equal by collation only.
   *
   * @param childRowsAbout the child's size from statistics
   */
  Scanned orphans(
      Connection connection, Table child, ForeignKey foreignKey, long childRowsAbout, Bounds bounds)
      throws SQLException;

  /**
   * What the catalogue says that a {@link dev.migrationplanner.schema.Schema} does not hold:
   * accounts, hidden columns, compressed rows. Only what the user may see.
   *
   * @return table "" stands for the catalogue
   */
  Scanned catalogue(Connection connection) throws SQLException;

  /**
   * The keys of some rows that a count hit, as texts; for a reader who may see them.
   *
   * @param most how many at most
   */
  List<String> keys(Connection connection, Table table, Count count, int most, Bounds bounds)
      throws SQLException;

  /** Where the log ends now: what a scan is of. "" where there is no log. */
  String position(Connection connection) throws SQLException;

  /** How much is read and how long, per table. */
  record Bounds(long rowsMax, Duration timeMax) {}

  /**
   * What a pass found.
   *
   * @param table "" = the catalogue
   * @param rows how many it looked at
   * @param whole whether that was the whole table; else zero hits prove only a bound
   * @param note what kept it from looking, "" if nothing
   * @param position where the log was before the pass began
   * @param seconds what the pass cost the source
   * @param counts by rule and column, those with hits and those without
   */
  record Scanned(
      String table,
      long rows,
      boolean whole,
      String note,
      String position,
      double seconds,
      List<Count> counts) {
    public Scanned {
      counts = List.copyOf(counts);
    }
  }

  /**
   * One count.
   *
   * @param rule stable id, e.g. {@code H01}
   * @param object table.column, or table.foreign key
   * @param sql the condition that was counted, to be run again
   * @param keys of some of the rows, where the team wants to see them; else none
   */
  record Count(String rule, String object, long hits, String sql, List<String> keys) {
    public Count {
      keys = List.copyOf(keys);
    }

    /** One whose rows are not named. */
    public Count(String rule, String object, long hits, String sql) {
      this(rule, object, hits, sql, List.of());
    }
  }
}
