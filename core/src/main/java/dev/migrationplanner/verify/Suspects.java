package dev.migrationplanner.verify;

import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.verify.Difference.Kind;
import dev.migrationplanner.verify.Views.View;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows that looked different once. While data moves, a difference is one only if it persists after
 * the other side has passed it: so suspects are looked at again, later, before anything is said.
 */
final class Suspects {

  private final Views views;
  private final MappedTable table;
  private final CompareOptions options;
  private final Map<RowKey, Kind> waiting = new HashMap<>();
  private final List<Difference> differences = new ArrayList<>();
  private long total;

  Suspects(Views views, MappedTable table, CompareOptions options) {
    this.views = views;
    this.table = table;
    this.options = options;
  }

  /** Rows that differ in this view. */
  void add(View view, Map<RowKey, Kind> differing) throws SQLException, InterruptedException {
    if (options.settling() == Settling.STILL) {
      accuse(view, differing);
      return;
    }
    waiting.putAll(differing);
    if (waiting.size() >= options.rowsInMemoryMax()) {
      settle();
    }
  }

  /** Looks again at all that wait; what persists is a difference. */
  void settle() throws SQLException, InterruptedException {
    for (int round = 1; !waiting.isEmpty(); round++) {
      boolean later = options.settling().await(table, Set.copyOf(waiting.keySet()));
      try (View view = views.open(table)) {
        Map<RowKey, Kind> still = Recheck.of(view, table, new HashSet<>(waiting.keySet()));
        waiting.clear();
        if (!later || round >= options.rechecksMax()) {
          accuse(view, still);
        } else {
          waiting.putAll(still);
        }
      }
    }
  }

  List<Difference> differences() {
    return differences;
  }

  long total() {
    return total;
  }

  private void accuse(View view, Map<RowKey, Kind> differing)
      throws SQLException, InterruptedException {
    total += differing.size();
    for (Map.Entry<RowKey, Kind> row : differing.entrySet()) {
      if (differences.size() >= options.differencesMax()) {
        return;
      }
      differences.add(Recheck.describe(view, table, row.getKey(), row.getValue()));
    }
  }
}
