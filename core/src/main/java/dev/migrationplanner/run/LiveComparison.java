package dev.migrationplanner.run;

import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.sync.Sync;
import dev.migrationplanner.sync.TableKey;
import dev.migrationplanner.verify.ChunkFile;
import dev.migrationplanner.verify.CompareOptions;
import dev.migrationplanner.verify.Comparison;
import dev.migrationplanner.verify.Difference;
import dev.migrationplanner.verify.TableResult;
import dev.migrationplanner.verify.Views;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
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
 * Comparison of all tables of a running migration: every chunk the first time, then those that sync
 * has touched since or that were not equal. What differs is looked at again at later hops; what
 * persists is made pending, reconciled and looked at once more, and only what is left then is a
 * difference.
 */
final class LiveComparison {

  private static final Logger LOG = LoggerFactory.getLogger(LiveComparison.class);
  private static final Duration HOP = Duration.ofSeconds(10);

  /** Differences that one round looks into, a table. */
  private static final int DIFFERENCES_MAX = 10_000;

  /** A table with more differences than so many rounds look into had better be copied again. */
  private static final int ROUNDS_MAX = 20;

  private final Setup setup;
  private final Sides sides;
  private final ChunkFile chunks;
  private final int differencesMax;
  private final Map<String, Status.TableComparison> running = new ConcurrentHashMap<>();

  LiveComparison(Setup setup, Sides sides, ChunkFile chunks) {
    this(setup, sides, chunks, DIFFERENCES_MAX);
  }

  LiveComparison(Setup setup, Sides sides, ChunkFile chunks, int differencesMax) {
    this.setup = setup;
    this.sides = sides;
    this.chunks = chunks;
    this.differencesMax = differencesMax;
    chunks.watchful();
  }

  /** How it stands, while it runs. */
  List<Status.TableComparison> running() {
    return new TreeMap<>(running).values().stream().toList();
  }

  /** The next comparison looks at every row. */
  void forget() throws IOException {
    chunks.forget();
  }

  /**
   * Compares what is due.
   *
   * @return by table; empty if it was called off
   */
  Map<String, Status.TableComparison> compare(Sync sync, AtomicBoolean cancelled)
      throws SQLException, IOException, InterruptedException {
    for (MappedTable table : setup.tables()) {
      running.put(table.name(), comparison(table.name(), "RUNNING", 0, 0));
    }
    try {
      if (chunks.rowsKnown() > 0 && !sync.awaitEqual(HOP)) {
        // What the logs still hold may touch any chunk.
        forget();
      }
      return compareInRounds(sync, cancelled);
    } finally {
      running.clear();
    }
  }

  /** Rows beyond those that a round names are named by the next: their chunks are due still. */
  private Map<String, Status.TableComparison> compareInRounds(Sync sync, AtomicBoolean cancelled)
      throws SQLException, InterruptedException {
    var results = new TreeMap<String, Status.TableComparison>();
    List<MappedTable> due = setup.tables();
    for (int round = 1; !due.isEmpty(); round++) {
      List<TableResult> looked = comparison(cancelled).full(due, workers());
      Set<TableKey> left = settle(suspects(looked), sync);
      var more = new ArrayList<MappedTable>();
      for (int i = 0; i < looked.size(); i++) {
        TableResult result = looked.get(i);
        results.put(result.table(), conclude(result, left));
        if (unnamed(result) > 0 && round < ROUNDS_MAX && !result.differences().isEmpty()) {
          more.add(due.get(i));
        }
      }
      due = more;
    }
    return results;
  }

  /** What differs at the first look is only suspected: both sides were not seen at one moment. */
  private Comparison comparison(AtomicBoolean cancelled) {
    CompareOptions options =
        CompareOptions.DEFAULTS
            .limits(setup.file().verify().rowsPerChunk(), 500, 50_000, differencesMax)
            .with(
                (table, rows, rate) -> running.put(table, comparison(table, "RUNNING", rows, 0)),
                rows -> {
                  if (cancelled.get()) {
                    throw new InterruptedException("the comparison was called off");
                  }
                })
            .with(chunks);
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

  private static long unnamed(TableResult result) {
    return result.differencesTotal() - result.differences().size();
  }

  private static Status.TableComparison conclude(TableResult result, Set<TableKey> left) {
    long differences =
        unnamed(result) + left.stream().filter(row -> row.table().equals(result.table())).count();
    return new Status.TableComparison(
        result.table(),
        differences == 0 ? "EQUAL" : "DIFFERENT",
        result.rowsSource(),
        differences,
        Clock.now(),
        result.earlier().rows(),
        result.earlier().oldest());
  }

  private static Status.TableComparison comparison(
      String table, String state, long rows, long differences) {
    return new Status.TableComparison(table, state, rows, differences, Clock.now());
  }
}
