package dev.migrationplanner.sync;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shapes that the tables must keep: as planned, or, where the plan has none, as they were when
 * that side became the authority here.
 */
final class Shapes {

  private static final int DIFFERENCES_MAX = 10;

  private final Map<Side, String> planned;
  private final Map<Side, String> kept = new EnumMap<>(Side.class);

  Shapes(Map<Side, String> planned) {
    this.planned = Map.copyOf(planned);
    kept.putAll(planned);
  }

  /** Keeps that side's shape from now on, where none was planned. */
  void keep(SyncSide authority) throws SQLException {
    if (!planned.containsKey(authority.side())) {
      kept.put(authority.side(), now(authority));
    }
  }

  /** Checks the shape as it is now. */
  void check(SyncSide side) throws SQLException {
    if (kept.containsKey(side.side())) {
      check(side, now(side));
    }
  }

  /** Checks a shape found in a snapshot. */
  void check(SyncSide side, String found) throws SQLException {
    String wanted = kept.get(side.side());
    if (wanted != null && !wanted.equals(found)) {
      throw new ShapeChangedException(side, differences(side));
    }
  }

  private static String now(SyncSide side) throws SQLException {
    try (Connection connection = side.database().connect(Use.READ)) {
      return side.database().catalog().fingerprint(connection, side.views());
    }
  }

  private List<String> differences(SyncSide side) throws SQLException {
    var differences = new ArrayList<String>();
    try (Connection connection = side.database().connect(Use.READ)) {
      List<String> names = side.views().stream().map(TableView::name).toList();
      List<Table> live = side.database().catalog().read(connection, names::contains).tables();
      for (TableView view : side.views()) {
        Optional<Table> found =
            live.stream().filter(table -> table.name().equals(view.name())).findFirst();
        if (found.isEmpty()) {
          differences.add("table " + view.name() + " is gone");
        } else {
          columns(view.table(), found.get(), planned.containsKey(side.side()), differences);
        }
      }
    }
    return differences.stream().limit(DIFFERENCES_MAX).toList();
  }

  /** Types are told only where both spellings are the catalogue's own. */
  private static void columns(
      Table before, Table now, boolean sameSpelling, List<String> differences) {
    for (Column column : before.columns()) {
      String name = "column " + before.name() + "." + column.name();
      Optional<Column> found = now.column(column.name());
      if (found.isEmpty()) {
        differences.add(name + " is gone");
      } else if (sameSpelling && !found.get().nativeType().equals(column.nativeType())) {
        differences.add(
            name + " is now " + found.get().nativeType() + ", was " + column.nativeType());
      }
    }
    for (Column column : now.columns()) {
      if (before.column(column.name()).isEmpty()) {
        differences.add("column " + now.name() + "." + column.name() + " is new");
      }
    }
  }

  /** The tables no longer look as planned. */
  static final class ShapeChangedException extends SQLException {
    private static final long serialVersionUID = 1L;

    ShapeChangedException(SyncSide side, List<String> differences) {
      super(
          "the tables on the "
              + side.side()
              + " ("
              + side.database().endpoint()
              + ") no longer have the shape that was planned for: "
              + (differences.isEmpty()
                  ? "a table was made anew, or a type, a default of NULL, a collation or a key"
                      + " changed"
                  : String.join("; ", differences))
              + ". Sync has stopped before writing; undo the change and resume, or plan again with"
              + " the new shape");
    }
  }
}
