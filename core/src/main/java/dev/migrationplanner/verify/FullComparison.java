package dev.migrationplanner.verify;

import dev.migrationplanner.database.ChunkDigest;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.verify.BothSides.Answers;
import dev.migrationplanner.verify.ChunkStore.EqualChunk;
import dev.migrationplanner.verify.TableResult.Mode;
import dev.migrationplanner.verify.Views.View;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every row of one table, once. Where keys order alike on both sides the table is compared in
 * chunks of key ranges, formed on the source; else in one pass, sorted into buckets by the hash of
 * the key, because no range of such keys means the same on both sides.
 */
final class FullComparison {

  private final Views views;
  private final MappedTable table;
  private final CompareOptions options;
  private final Bisection bisection;
  private final Suspects suspects;
  private final long started = System.nanoTime();
  private ChunkDigest source = ChunkDigest.EMPTY;
  private ChunkDigest target = ChunkDigest.EMPTY;
  private final Map<Optional<RowKey>, EqualChunk> saved = new HashMap<>();
  private @Nullable RowKey cursor;
  private boolean ended;
  private String position = "";
  private long unnamed;
  private long resumed;

  FullComparison(Views views, MappedTable table, CompareOptions options) {
    this.views = views;
    this.table = table;
    this.options = options;
    this.bisection = new Bisection(table, options);
    this.suspects = new Suspects(views, table, options);
  }

  TableResult run() throws SQLException, InterruptedException {
    if (table.source().key().isEmpty()) {
      whole();
    } else if (table.source().keyOrdersAlike() && table.target().keyOrdersAlike()) {
      chunks();
    } else {
      buckets();
    }
    suspects.settle();
    return result();
  }

  private void chunks() throws SQLException, InterruptedException {
    options.store().load(table.name()).forEach(c -> saved.put(after(c.range()), c));
    new Crew(views.atOnce()).run(this::nextChunk);
  }

  private static Optional<RowKey> after(KeyRange range) {
    return Optional.ofNullable(range.after());
  }

  /** Compares the next chunk that is not known to be equal; false if there was none. */
  private boolean nextChunk() throws SQLException, InterruptedException {
    synchronized (this) {
      passKnown();
      if (ended) {
        return false;
      }
      options.throttle().beforeChunk(source.rows());
    }
    try (View view = views.open(table)) {
      Optional<KeyRange> range = nextRange(view);
      if (range.isPresent()) {
        compare(view, range.get());
      }
      return range.isPresent();
    }
  }

  private void passKnown() {
    for (EqualChunk known = saved.get(Optional.ofNullable(cursor));
        known != null && !ended;
        known = saved.get(Optional.ofNullable(cursor))) {
      add(known.digest(), known.digest());
      resumed += known.digest().rows();
      advance(known.range().upTo());
    }
  }

  private void advance(@Nullable RowKey upTo) {
    cursor = upTo;
    ended = upTo == null;
  }

  /** Empty if another thread took the last one, or one that is known comes first. */
  private synchronized Optional<KeyRange> nextRange(View view) throws SQLException {
    passKnown();
    if (ended) {
      return Optional.empty();
    }
    position = view.position();
    var range = new KeyRange(cursor, end(view, cursor));
    advance(range.upTo());
    return Optional.of(range);
  }

  private @Nullable RowKey end(View view, @Nullable RowKey after) throws SQLException {
    return view.source()
        .digests()
        .boundary(view.source().connection(), table.source(), after, options.rowsPerChunk())
        .orElse(null);
  }

  private void compare(View view, KeyRange range) throws SQLException, InterruptedException {
    Answers<ChunkDigest> digests = digests(view, range);
    synchronized (this) {
      add(digests.source(), digests.target());
      if (!digests.source().equals(digests.target())) {
        int buckets = bisection.buckets(Math.max(digests.source().rows(), digests.target().rows()));
        var sorted = bisection.sorted(view, range, buckets);
        bisection.rows(view, range, buckets, sorted, suspects::add);
      } else if (range.upTo() != null) {
        options.store().save(table.name(), new EqualChunk(range, digests.source()));
      }
      report();
    }
  }

  private void buckets() throws SQLException, InterruptedException {
    options.throttle().beforeChunk(0);
    try (View view = views.open(table)) {
      position = view.position();
      int buckets = bisection.buckets(Comparison.count(view, table).source());
      var sorted = bisection.sorted(view, KeyRange.ALL, buckets);
      sorted.source().values().forEach(d -> add(d, ChunkDigest.EMPTY));
      sorted.target().values().forEach(d -> add(ChunkDigest.EMPTY, d));
      bisection.rows(view, KeyRange.ALL, buckets, sorted, suspects::add);
      report();
    }
  }

  /** Without a key rows cannot be named: the table is equal as a whole, or it is not. */
  private void whole() throws SQLException, InterruptedException {
    options.throttle().beforeChunk(0);
    try (View view = views.open(table)) {
      position = view.position();
      Answers<ChunkDigest> digests = digests(view, KeyRange.ALL);
      add(digests.source(), digests.target());
      long rows = Math.abs(source.rows() - target.rows());
      unnamed = source.equals(target) ? 0 : Math.max(1, rows);
      report();
    }
  }

  private Answers<ChunkDigest> digests(View view, KeyRange range)
      throws SQLException, InterruptedException {
    return BothSides.ask(view, table, (r, t) -> r.digests().digest(r.connection(), t, range));
  }

  private void add(ChunkDigest ofSource, ChunkDigest ofTarget) {
    source = source.plus(ofSource);
    target = target.plus(ofTarget);
  }

  private void report() {
    options.progress().compared(table.name(), source.rows(), source.rows() / seconds());
  }

  private double seconds() {
    return Math.max(1e-9, (System.nanoTime() - started) / 1e9);
  }

  private String earlier() {
    return resumed == 0
        ? ""
        : "; %d of them were found equal by the comparison that this one resumed"
            .formatted(resumed);
  }

  private TableResult result() {
    long total = suspects.total() + unnamed;
    String statement =
        total == 0
            ? "all %d rows are equal in all %d carried columns, as of %s%s"
                .formatted(source.rows(), table.source().columns().size(), position, earlier())
            : "%d rows differ, of %d on the source and %d on the target, as of %s"
                .formatted(total, source.rows(), target.rows(), position);
    return new TableResult(
        table.name(),
        Mode.FULL,
        source.rows(),
        target.rows(),
        suspects.differences(),
        total,
        source.rows() + ":" + source.sum().toString(16),
        position,
        statement,
        seconds());
  }
}
