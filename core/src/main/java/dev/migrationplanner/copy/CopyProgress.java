package dev.migrationplanner.copy;

import dev.migrationplanner.database.MappedTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How far the backfill is: written by the workers, read by whoever shows it. Thread-safe. */
public final class CopyProgress {

  private final Map<String, Counters> tables = new LinkedHashMap<>();
  private final long startNanos = System.nanoTime();
  private final LongAdder rowsThisRun = new LongAdder();
  private final LongAdder quarantined = new LongAdder();
  private volatile String waiting = "";

  CopyProgress(List<MappedTable> mapped, Map<String, Long> rowsEstimated) {
    for (MappedTable table : mapped) {
      tables.put(table.name(), new Counters(rowsEstimated.getOrDefault(table.name(), 0L)));
    }
  }

  void resumed(String table, long rows, long bytes) {
    counters(table).add(rows, bytes);
  }

  void copied(String table, long rows, long bytes) {
    counters(table).add(rows, bytes);
    rowsThisRun.add(rows);
  }

  void done(String table) {
    counters(table).done = true;
  }

  void setAside(long rows) {
    quarantined.add(rows);
  }

  void waiting(String reason) {
    waiting = reason;
  }

  /** Why the copy stands still, "" if it does not. */
  public String waiting() {
    return waiting;
  }

  /** Rows set aside so far. */
  public long quarantinedRows() {
    return quarantined.sum();
  }

  /** Rows of all tables, those of earlier runs included. */
  public long rows() {
    return tables.values().stream().mapToLong(c -> c.rows.sum()).sum();
  }

  /** Rows per second of this run. */
  public double rowsPerSecond() {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    return seconds < 0.001 ? 0 : rowsThisRun.sum() / seconds;
  }

  /** Each table, in the order of copying. */
  public List<TableProgress> tables() {
    return tables.entrySet().stream().map(e -> e.getValue().progress(e.getKey())).toList();
  }

  /** Seconds left at the rate so far, from the estimated rows; -1 if unknown. */
  public long secondsLeft() {
    double rate = rowsPerSecond();
    long left = tables().stream().mapToLong(TableProgress::rowsLeft).sum();
    return rate <= 0 ? -1 : Math.round(left / rate);
  }

  private Counters counters(String table) {
    Counters counters = tables.get(table);
    if (counters == null) {
      throw new IllegalArgumentException("table " + table + " is not being copied");
    }
    return counters;
  }

  /** One table; {@code rowsEstimated} from statistics, about right only. */
  public record TableProgress(
      String table, long rows, long rowsEstimated, long bytes, boolean done) {
    long rowsLeft() {
      return done ? 0 : Math.max(0, rowsEstimated - rows);
    }
  }

  private static final class Counters {
    private final LongAdder rows = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final long rowsEstimated;
    private volatile boolean done;

    Counters(long rowsEstimated) {
      this.rowsEstimated = rowsEstimated;
    }

    void add(long moreRows, long moreBytes) {
      rows.add(moreRows);
      bytes.add(moreBytes);
    }

    TableProgress progress(String table) {
      return new TableProgress(table, rows.sum(), rowsEstimated, bytes.sum(), done);
    }
  }
}
