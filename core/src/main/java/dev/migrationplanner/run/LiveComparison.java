package dev.migrationplanner.run;

import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.sync.Sync;
import dev.migrationplanner.sync.TableKey;
import dev.migrationplanner.verify.CompareOptions;
import dev.migrationplanner.verify.Comparison;
import dev.migrationplanner.verify.Difference;
import dev.migrationplanner.verify.TableResult;
import dev.migrationplanner.verify.Views;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Full comparison of all tables of a running migration. What differs is looked at again at later
 * hops; what persists is made pending, reconciled and looked at once more, and only what is left
 * then is a difference.
 */
final class LiveComparison {

  private static final Logger LOG = LoggerFactory.getLogger(LiveComparison.class);
  private static final Duration HOP = Duration.ofSeconds(10);
  private static final int DIFFERENCES_MAX = 10_000;

  private final Setup setup;
  private final Sides sides;
  private final Map<String, Status.TableComparison> running = new ConcurrentHashMap<>();

  LiveComparison(Setup setup, Sides sides) {
    this.setup = setup;
    this.sides = sides;
  }

  /** How it stands, while it runs. */
  List<Status.TableComparison> running() {
    return new TreeMap<>(running).values().stream().toList();
  }

  /**
   * Compares everything.
   *
   * @return by table; empty if it was called off
   */
  Map<String, Status.TableComparison> compare(Sync sync, AtomicBoolean cancelled)
      throws SQLException, InterruptedException {
    for (MappedTable table : setup.tables()) {
      running.put(table.name(), comparison(table.name(), "RUNNING", 0, 0));
    }
    try {
      var results = new TreeMap<String, Status.TableComparison>();
      for (TableResult result : comparison(sync, cancelled).full(setup.tables(), workers())) {
        Status.TableComparison settled = settle(result, sync);
        results.put(result.table(), settled);
        running.put(result.table(), settled);
      }
      return results;
    } finally {
      running.clear();
    }
  }

  private Comparison comparison(Sync sync, AtomicBoolean cancelled) {
    CompareOptions options =
        CompareOptions.DEFAULTS
            .limits(setup.file().verify().rowsPerChunk(), 500, 50_000, DIFFERENCES_MAX)
            .with((table, keys) -> sync.awaitEqual(HOP))
            .with(
                (table, rows, rate) -> running.put(table, comparison(table, "RUNNING", rows, 0)),
                rows -> {
                  if (cancelled.get()) {
                    throw new InterruptedException("the comparison was called off");
                  }
                });
    return new Comparison(Views.of(sides.source().database(), sides.target().database()), options);
  }

  private int workers() {
    return setup.file().verify().workers();
  }

  private Status.TableComparison settle(TableResult result, Sync sync)
      throws SQLException, InterruptedException {
    if (result.differencesTotal() == 0) {
      return comparison(result.table(), "EQUAL", result.rowsSource(), 0);
    }
    var suspects = new ArrayList<TableKey>();
    for (Difference difference : result.differences()) {
      suspects.add(new TableKey(result.table(), difference.key()));
    }
    long unnamed = result.differencesTotal() - suspects.size();
    Set<TableKey> persisting = sides.rowCheck().differing(suspects, sync);
    if (!persisting.isEmpty()) {
      LOG.warn(
          "{} row(s) of {} differ at a common snapshot; they are reconciled",
          persisting.size(),
          result.table());
      sync.doubt(persisting);
      sync.awaitEqual(HOP);
      persisting = sides.rowCheck().differing(persisting, sync);
    }
    long left = persisting.size() + unnamed;
    return comparison(result.table(), left == 0 ? "EQUAL" : "DIFFERENT", result.rowsSource(), left);
  }

  private static Status.TableComparison comparison(
      String table, String state, long rows, long differences) {
    return new Status.TableComparison(table, state, rows, differences, Clock.now());
  }
}
