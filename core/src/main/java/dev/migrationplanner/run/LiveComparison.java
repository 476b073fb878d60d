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
import java.util.LinkedHashSet;
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
      List<TableResult> looked = comparison(cancelled).full(setup.tables(), workers());
      Set<TableKey> left = settle(suspects(looked), sync);
      var results = new TreeMap<String, Status.TableComparison>();
      for (TableResult result : looked) {
        results.put(result.table(), conclude(result, left));
      }
      return results;
    } finally {
      running.clear();
    }
  }

  /** What differs at the first look is only suspected: both sides were not seen at one moment. */
  private Comparison comparison(AtomicBoolean cancelled) {
    CompareOptions options =
        CompareOptions.DEFAULTS
            .limits(setup.file().verify().rowsPerChunk(), 500, 50_000, DIFFERENCES_MAX)
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

  private static Set<TableKey> suspects(List<TableResult> looked) {
    var suspects = new LinkedHashSet<TableKey>();
    for (TableResult result : looked) {
      for (Difference difference : result.differences()) {
        suspects.add(new TableKey(result.table(), difference.key()));
      }
    }
    return suspects;
  }

  /** Of the suspects, those that differ at one moment, and still do after they were reconciled. */
  private Set<TableKey> settle(Set<TableKey> suspects, Sync sync)
      throws SQLException, InterruptedException {
    Set<TableKey> persisting = sides.rowCheck().differing(suspects, sync);
    if (persisting.isEmpty()) {
      return persisting;
    }
    LOG.warn("{} row(s) differ at a common snapshot; they are reconciled", persisting.size());
    sync.doubt(persisting);
    sync.awaitEqual(HOP);
    return sides.rowCheck().differing(persisting, sync);
  }

  private static Status.TableComparison conclude(TableResult result, Set<TableKey> left) {
    long unnamed = result.differencesTotal() - result.differences().size();
    long differences =
        unnamed + left.stream().filter(row -> row.table().equals(result.table())).count();
    return comparison(
        result.table(), differences == 0 ? "EQUAL" : "DIFFERENT", result.rowsSource(), differences);
  }

  private static Status.TableComparison comparison(
      String table, String state, long rows, long differences) {
    return new Status.TableComparison(table, state, rows, differences, Clock.now());
  }
}
