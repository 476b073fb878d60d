package dev.migrationplanner.database;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of a log, in commit order; tables that are not read are left out. One of very
 * many keys may come in several parts of one tag: all but the last have the place before the
 * transaction as their {@code end}, so that who resumes there gets the whole of it again.
 *
 * @param tag its name in terms of visibility
 * @param end the place after it
 * @param changes one per key: what happened to it last
 * @param hop the hop of ours that made it (from its marker row), null if somebody else did
 * @param statements what is no row: TRUNCATE and DDL on tables that are read
 */
public record LoggedTransaction(
    ChangeTag tag,
    LogPosition end,
    List<KeyChange> changes,
    @Nullable HopMark hop,
    List<TableStatement> statements) {

  public LoggedTransaction {
    changes = List.copyOf(changes);
    statements = List.copyOf(statements);
  }

  /** Our marker row: {@code migration_planner.hop}'s key. */
  public record HopMark(String migration, String direction, long hop) {}

  /** A statement that changes a table otherwise than row by row. {@code text} holds no values. */
  public record TableStatement(Kind kind, String table, String text) {
    /** What it is. */
    public enum Kind {
      TRUNCATE,
      /** Changes the shape at most, which can be looked at. */
      DDL,
      /**
       * Whatever the shape is now, rows may be others that no log names: the table was dropped,
       * renamed, swapped, or a column that is read was made anew.
       */
      REPLACED
    }
  }
}
