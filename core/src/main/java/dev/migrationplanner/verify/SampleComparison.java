package dev.migrationplanner.verify;

import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.gate.RateBound;
import dev.migrationplanner.verify.BothSides.Answers;
import dev.migrationplanner.verify.TableResult.Mode;
import dev.migrationplanner.verify.Views.View;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Some rows of one table, the same ones on both sides and each time for the same seed: those whose
 * keys' hashes fall into buckets drawn by the seed. So rows that only the target has are found too.
 */
final class SampleComparison {

  /** Buckets drawn: enough that their sizes even out. */
  private static final int DRAWN = 16;

  private static final int BUCKETS_MAX = 1 << 20;

  private final Views views;
  private final MappedTable table;
  private final CompareOptions options;
  private final long started = System.nanoTime();

  SampleComparison(Views views, MappedTable table, CompareOptions options) {
    this.views = views;
    this.table = table;
    this.options = options;
  }

  TableResult run(long wanted, long seed) throws SQLException, InterruptedException {
    var suspects = new Suspects(views, table, options);
    Answers<Long> rows;
    long seen = 0;
    String position;
    try (View view = views.open(table)) {
      position = view.position();
      rows = Comparison.count(view, table);
      int buckets =
          (int) Math.max(1, Math.min(BUCKETS_MAX, rows.source() * DRAWN / Math.max(1, wanted)));
      for (Set<Integer> some : drawn(rows.source(), buckets, seed)) {
        seen += look(view, buckets, some, suspects);
        options.progress().compared(table.name(), seen, seen / seconds());
      }
    }
    suspects.settle();
    return result(rows, seen, seed, suspects, position);
  }

  private long look(View view, int buckets, Set<Integer> some, Suspects suspects)
      throws SQLException, InterruptedException {
    options.throttle().beforeChunk(0);
    var hashes = new Bisection(table, options).hashes(view, KeyRange.ALL, buckets, some);
    suspects.add(view, Recheck.differing(hashes));
    return hashes.source().size();
  }

  /** The buckets the seed draws, one more than the wanted rows need, as many at once as fit. */
  private List<Set<Integer>> drawn(long rows, int buckets, long seed) {
    var all = new ArrayList<Integer>(buckets);
    for (int i = 0; i < buckets; i++) {
      all.add(i);
    }
    Collections.shuffle(all, new Random(seed));
    List<Integer> drawn = all.subList(0, Math.min(buckets, DRAWN + 1));
    int atOnce = (int) Math.max(1, options.rowsInMemoryMax() / Math.max(1, rows / buckets));
    var groups = new ArrayList<Set<Integer>>();
    for (int from = 0; from < drawn.size(); from += atOnce) {
      groups.add(Set.copyOf(drawn.subList(from, Math.min(drawn.size(), from + atOnce))));
    }
    return groups;
  }

  private TableResult result(
      Answers<Long> rows, long seen, long seed, Suspects suspects, String position) {
    String statement =
        suspects.total() == 0
            ? clean(rows.source(), seen, seed)
            : "%d of %d rows drawn with seed %d differ".formatted(suspects.total(), seen, seed);
    return new TableResult(
        table.name(),
        Mode.SAMPLE,
        rows.source(),
        rows.target(),
        suspects.differences(),
        suspects.total(),
        "",
        position,
        statement,
        seconds(),
        TableResult.Earlier.NONE);
  }

  /** With the exact one-sided bound. */
  private static String clean(long rows, long seen, long seed) {
    double bound = seen == 0 ? 1 : RateBound.upper(0, seen, 0.95);
    return """
    0 differences in %d of about %d rows, drawn with seed %d: with 95 %% confidence fewer than \
    %.4f %% of the rows differ. This does not exclude single bad rows; a full comparison does"""
        .formatted(seen, rows, seed, bound * 100);
  }

  private double seconds() {
    return Math.max(1e-9, (System.nanoTime() - started) / 1e9);
  }
}
