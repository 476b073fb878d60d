package dev.migrationplanner.verify;

import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.verify.BothSides.Answers;
import dev.migrationplanner.verify.Difference.Kind;
import dev.migrationplanner.verify.TableResult.Mode;
import dev.migrationplanner.verify.Views.View;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compares tables of two databases by digests that each computes of its own rows. Changes nothing.
 * Threads may share it.
 */
public final class Comparison {

  private final Views views;
  private final CompareOptions options;

  /** A comparison of those views. */
  public Comparison(Views views, CompareOptions options) {
    this.views = views;
    this.options = options;
  }

  /** Every row and every carried column. */
  public TableResult full(MappedTable table) throws SQLException, InterruptedException {
    return new FullComparison(views, table, options).run();
  }

  /** Row counts only. */
  public TableResult counts(MappedTable table) throws SQLException, InterruptedException {
    long started = System.nanoTime();
    try (View view = views.open(table)) {
      Answers<Long> rows = count(view, table);
      return new TableResult(
          table.name(),
          Mode.COUNTS,
          rows.source(),
          rows.target(),
          List.of(),
          Math.abs(rows.source() - rows.target()),
          "",
          view.position(),
          "row counts alone prove nothing about values",
          (System.nanoTime() - started) / 1e9,
          TableResult.Earlier.NONE);
    }
  }

  /**
   * About {@code rows} rows, the same for the same seed.
   *
   * @throws IllegalArgumentException if the table has no key or {@code rows} is not positive
   */
  public TableResult sample(MappedTable table, long rows, long seed)
      throws SQLException, InterruptedException {
    if (table.source().key().isEmpty() || rows < 1) {
      throw new IllegalArgumentException(
          "a sample needs at least one row and a key; table " + table.name());
    }
    return new SampleComparison(views, table, options).run(rows, seed);
  }

  /** Which of these keys differ now; at a later common snapshot, if the caller waited for one. */
  public List<Difference> recheck(MappedTable table, Collection<RowKey> keys)
      throws SQLException, InterruptedException {
    try (View view = views.open(table)) {
      var differences = new ArrayList<Difference>();
      for (Map.Entry<RowKey, Kind> row : Recheck.of(view, table, keys).entrySet()) {
        differences.add(Recheck.describe(view, table, row.getKey(), row.getValue()));
      }
      return differences;
    }
  }

  /**
   * After differing rows were repaired: the same result with those that still differ, looked at one
   * by one.
   *
   * @param changed how many rows the repair changed
   */
  public TableResult afterRepair(MappedTable table, TableResult before, long changed)
      throws SQLException, InterruptedException {
    List<RowKey> keys = before.differences().stream().map(Difference::key).toList();
    List<Difference> left = recheck(table, keys);
    long total = before.differencesTotal() - keys.size() + left.size();
    String statement =
        "%d rows differed, %d were reconciled (%d changed) and compared again: %d differ now"
            .formatted(before.differencesTotal(), keys.size(), changed, total);
    return new TableResult(
        before.table(),
        before.mode(),
        before.rowsSource(),
        before.rowsTarget(),
        left,
        total,
        total == 0 ? before.digest() : "",
        before.position(),
        statement,
        before.seconds(),
        before.earlier());
  }

  /**
   * Every table in full, {@code threads} at once; results in the order of the tables. The first
   * error stops the others.
   */
  public List<TableResult> full(List<MappedTable> tables, int threads)
      throws SQLException, InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      var running = new ArrayList<Future<TableResult>>();
      tables.forEach(t -> running.add(workers.submit(() -> full(t))));
      var results = new ArrayList<TableResult>();
      for (Future<TableResult> one : running) {
        results.add(result(one));
      }
      return results;
    } finally {
      workers.shutdownNow();
    }
  }

  static Answers<Long> count(View view, MappedTable table)
      throws SQLException, InterruptedException {
    return BothSides.ask(view, table, (r, t) -> r.digests().count(r.connection(), t, KeyRange.ALL));
  }

  private static TableResult result(Future<TableResult> running)
      throws SQLException, InterruptedException {
    try {
      return running.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException error) {
        throw error;
      }
      throw new IllegalStateException("a comparison failed", e.getCause());
    }
  }
}
