package dev.migrationplanner.run;

import dev.migrationplanner.sync.Sync;
import dev.migrationplanner.sync.TableKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Mismatches that applications report, judged at a later hop: one counts if the rows still differ
 * there by their digests, or if the same row is reported again and again although they do not (the
 * application sees a difference that the digests hide). Thread-safe.
 */
final class Mismatches {

  private static final int WAITING_MAX = 2_000;
  private static final int KNOWN_MAX = 20_000;
  private static final int TIMES_REPORTED = 3;

  private final Set<TableKey> waiting = new LinkedHashSet<>();
  private final Map<TableKey, Integer> reported = new HashMap<>();
  private long confirmed;
  private long cleared;

  synchronized void report(TableKey row) {
    if (waiting.size() >= WAITING_MAX || reported.size() >= KNOWN_MAX) {
      confirmed++;
      return;
    }
    reported.merge(row, 1, Integer::sum);
    waiting.add(row);
  }

  synchronized boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  synchronized long confirmed() {
    return confirmed;
  }

  synchronized long waiting() {
    return waiting.size();
  }

  synchronized void begin() {
    waiting.clear();
    reported.clear();
    confirmed = 0;
    cleared = 0;
  }

  /** Judges what waits; their rows become pending in any case. */
  void judge(RowCheck check, Sync sync) throws SQLException, InterruptedException {
    List<TableKey> rows;
    synchronized (this) {
      rows = new ArrayList<>(waiting);
    }
    if (rows.isEmpty()) {
      return;
    }
    sync.doubt(rows);
    Set<TableKey> differing = check.differing(rows, sync);
    synchronized (this) {
      for (TableKey row : rows) {
        waiting.remove(row);
        boolean again = reported.getOrDefault(row, 0) >= TIMES_REPORTED;
        if (differing.contains(row) || again) {
          confirmed++;
          reported.remove(row);
        } else {
          cleared++;
        }
      }
    }
  }
}
