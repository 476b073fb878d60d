package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table as the log describes it.
 *
 * @param columns names, in the order of the log's tuples
 * @param shape names, types and lengths: what must not change unseen
 * @param view the migration's view of it; null for our own marker rows and tables that are not read
 */
record LoggedRelation(
    String schema, String name, List<String> columns, String shape, @Nullable TableView view) {

  LoggedRelation {
    columns = List.copyOf(columns);
  }

  boolean isHop() {
    return schema.equals("migration_planner") && name.equals("hop");
  }

  /** Whether no more happened than that columns came, or went that are not read. */
  boolean onlyGrew(LoggedRelation before) {
    return view != null
        && !columns.equals(before.columns)
        && columns.containsAll(view.columnNames())
            == before.columns.containsAll(view.columnNames());
  }

  /** What is different from the view, if anything: names only. */
  Optional<String> strangeness() {
    if (view == null) {
      return Optional.empty();
    }
    Set<String> expected = new HashSet<>();
    view.table().columns().stream()
        .filter(c -> !c.generated())
        .forEach(c -> expected.add(c.name()));
    Set<String> found = new HashSet<>(columns);
    view.table().columns().stream().filter(c -> c.generated()).forEach(c -> found.remove(c.name()));
    return expected.equals(found)
        ? Optional.empty()
        : Optional.of("its columns are now " + columns);
  }

  /** The key of a tuple; where the new tuple left a column out as unchanged, the old one has it. */
  RowKey key(@Nullable String[] tuple, @Nullable String @Nullable [] old) {
    TableView known = java.util.Objects.requireNonNull(view);
    var texts = new ArrayList<String>(known.key().size());
    for (ColumnView column : known.keyColumns()) {
      int position = columns.indexOf(column.name());
      String text = position < 0 ? null : tuple[position];
      if (text == null && position >= 0 && old != null) {
        text = old[position];
      }
      if (text == null) {
        throw new IllegalStateException(
            "the log of table "
                + name
                + " lacks key column "
                + column.name()
                + "; its replica identity was changed. Set it back and compare the table anew");
      }
      texts.add(LoggedText.canonical(column, text));
    }
    return new RowKey(texts);
  }

  /** The text of one column of a tuple. */
  String text(String column, @Nullable String[] tuple) {
    int position = columns.indexOf(column);
    String text = position < 0 ? null : tuple[position];
    return text == null ? "" : text;
  }
}
