package dev.migrationplanner.run;

import dev.migrationplanner.sync.Sync;
import dev.migrationplanner.sync.TableKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Mismatches that applications report, judged at a later hop: one counts if the rows still differ
 * there by their digests, or if a row is reported again and again although they do not and nobody
 * changed it in between (the application sees a difference that the digests hide). A hot row, which
 * the two reads of a shadow read easily see at two moments, is new each time. Thread-safe.
 */
final class Mismatches {

  private static final int WAITING_MAX = 2_000;
  private static final Duration WAIT_MAX = Duration.ofSeconds(10);
  private static final int KNOWN_MAX = 20_000;
  private static final int TIMES_REPORTED = 3;

  /** With the time of their first report, in nanoseconds. */
  private final Map<TableKey, Long> waiting = new LinkedHashMap<>();

  /** Rows that turned out equal, with the digest they had then; the oldest are forgotten. */
  private final Map<TableKey, Repeat> cleared =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TableKey, Repeat> eldest) {
          return size() > KNOWN_MAX;
        }
      };

  private long confirmed;

  synchronized void report(TableKey row) {
    if (waiting.size() >= WAITING_MAX && !waiting.containsKey(row)) {
      confirmed++;
      return;
    }
    waiting.putIfAbsent(row, System.nanoTime());
  }

  /** One of a row that is not among the migration's; it counts. */
  synchronized void reportUnknown() {
    confirmed++;
  }

  synchronized boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  synchronized long confirmed() {
    return confirmed;
  }

  /** Those that wait for longer than looking at them takes: what they say is not known. */
  synchronized long overdue() {
    long now = System.nanoTime();
    return waiting.values().stream().filter(since -> now - since > WAIT_MAX.toNanos()).count();
  }

  synchronized void begin() {
    waiting.clear();
    cleared.clear();
    confirmed = 0;
  }

  /** Judges what waits; afterwards their rows become pending in any case. */
  void judge(RowCheck check, Sync sync) throws SQLException, InterruptedException {
    List<TableKey> rows;
    synchronized (this) {
      rows = new ArrayList<>(waiting.keySet());
    }
    if (rows.isEmpty()) {
      return;
    }
    // Looked at first: a hop that had been told to doubt them would have made them equal.
    RowCheck.Seen seen = check.look(rows, sync);
    sync.doubt(rows);
    synchronized (this) {
      waiting.keySet().removeAll(rows);
      confirmed += seen.differing().size();
      seen.equal().forEach(this::clear);
    }
  }

  private void clear(TableKey row, String digest) {
    Repeat before = cleared.remove(row);
    int times = before != null && before.digest.equals(digest) ? before.times + 1 : 1;
    if (times >= TIMES_REPORTED) {
      confirmed++;
    } else {
      cleared.put(row, new Repeat(digest, times));
    }
  }

  private record Repeat(String digest, int times) {}
}
