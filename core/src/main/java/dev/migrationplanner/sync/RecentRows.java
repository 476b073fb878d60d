package dev.migrationplanner.sync;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;

/** A bounded sample of rows that hops have settled, for spot checks. Thread-safe. */
final class RecentRows {

  private static final int ROWS_MAX = 5_000;

  private final LinkedHashSet<TableKey> rows = new LinkedHashSet<>();

  synchronized void add(List<PendingKey> settled) {
    for (PendingKey key : settled) {
      if (rows.size() >= ROWS_MAX) {
        return;
      }
      rows.add(key.row());
    }
  }

  synchronized List<TableKey> take(int limit) {
    var taken = new ArrayList<TableKey>();
    Iterator<TableKey> oldest = rows.iterator();
    while (taken.size() < limit && oldest.hasNext()) {
      taken.add(oldest.next());
      oldest.remove();
    }
    return taken;
  }
}
