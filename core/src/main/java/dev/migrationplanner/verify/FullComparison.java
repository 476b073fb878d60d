package dev.migrationplanner.verify;

import dev.migrationplanner.database.ChunkDigest;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.verify.BothSides.Answers;
import dev.migrationplanner.verify.ChunkStore.KnownChunk;
import dev.migrationplanner.verify.ChunkStore.Watch;
import dev.migrationplanner.verify.TableResult.Earlier;
import dev.migrationplanner.verify.TableResult.Mode;
import dev.migrationplanner.verify.Views.View;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every row of one table, once, but for chunks that the store knows not to be due. Where keys order
 * alike on both sides the table is compared in chunks of key ranges, formed on the source; else in
 * one pass, sorted into buckets by the hash of the key, because no range of such keys means the
 * same on both sides.
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
  private final Map<Optional<RowKey>, KnownChunk> saved = new HashMap<>();
  private @Nullable RowKey cursor;
  private boolean ended;
  private String position = "";
  private long unnamed;
  private Earlier earlier = Earlier.NONE;

  FullComparison(Views views, MappedTable table, CompareOptions options) {
    this.views = views;
    this.table = table;
    this.options = options;
    this.bisection = new Bisection(table, options);
    this.suspects = new Suspects(views, table, options);
  }

  TableResult run() throws SQLException, InterruptedException {
    options.store().load(table.name()).forEach(c -> saved.put(after(c.range()), c));
    if (table.source().key().isEmpty()) {
      whole();
    } else if (table.source().keyOrdersAlike() && table.target().keyOrdersAlike()) {
      new Crew(views.atOnce()).run(this::nextChunk);
    } else {
      inOnePass();
    }
    suspects.settle();
    return result();
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
    try (Watch watch = options.store().watch(table.name());
        View view = views.open(table)) {
      Optional<KeyRange> range = nextRange(view);
      if (range.isPresent()) {
        compare(view, range.get(), watch);
      }
      return range.isPresent();
    }
  }

  private void passKnown() {
    for (KnownChunk known = known(); known != null && !known.due() && !ended; known = known()) {
      pass(known);
      advance(known.range().upTo());
    }
  }

  private @Nullable KnownChunk known() {
    return saved.get(Optional.ofNullable(cursor));
  }

  private void pass(KnownChunk known) {
    add(known.digest(), known.digest());
    earlier = earlier.plus(known.digest().rows(), known.at());
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

  /** A chunk that is due keeps its end, so that the next known one begins there. */
  private @Nullable RowKey end(View view, @Nullable RowKey after) throws SQLException {
    KnownChunk known = known();
    if (known != null && known.range().upTo() != null) {
      return known.range().upTo();
    }
    return view.source()
        .digests()
        .boundary(view.source().connection(), table.source(), after, options.rowsPerChunk())
        .orElse(null);
  }

  private void compare(View view, KeyRange range, Watch watch)
      throws SQLException, InterruptedException {
    String at = now();
    Answers<ChunkDigest> digests = digests(view, range);
    synchronized (this) {
      add(digests.source(), digests.target());
      boolean equal = digests.source().equals(digests.target());
      if (!equal) {
        int buckets = bisection.buckets(Math.max(digests.source().rows(), digests.target().rows()));
        var sorted = bisection.sorted(view, range, buckets);
        bisection.rows(view, range, buckets, sorted, suspects::add);
      }
      if (range.upTo() != null) {
        save(new KnownChunk(range, digests.source(), at, !equal), watch);
      }
      report();
    }
  }

  private void save(KnownChunk chunk, Watch watch) {
    options.store().save(table.name(), chunk, watch);
  }

  /** A table that cannot be compared in chunks is one chunk, as a whole. */
  private void inOnePass() throws SQLException, InterruptedException {
    if (wholeIsKnown()) {
      return;
    }
    options.throttle().beforeChunk(0);
    try (Watch watch = options.store().watch(table.name());
        View view = views.open(table)) {
      position = view.position();
      String at = now();
      int buckets = bisection.buckets(Comparison.count(view, table).source());
      var sorted = bisection.sorted(view, KeyRange.ALL, buckets);
      sorted.source().values().forEach(d -> add(d, ChunkDigest.EMPTY));
      sorted.target().values().forEach(d -> add(ChunkDigest.EMPTY, d));
      bisection.rows(view, KeyRange.ALL, buckets, sorted, suspects::add);
      save(new KnownChunk(KeyRange.ALL, source, at, !source.equals(target)), watch);
      report();
    }
  }

  private boolean wholeIsKnown() {
    KnownChunk known = known();
    if (known == null || known.due() || known.range().upTo() != null) {
      return false;
    }
    pass(known);
    report();
    return true;
  }

  /** Without a key rows cannot be named: the table is equal as a whole, or it is not. */
  private void whole() throws SQLException, InterruptedException {
    if (wholeIsKnown()) {
      return;
    }
    options.throttle().beforeChunk(0);
    try (Watch watch = options.store().watch(table.name());
        View view = views.open(table)) {
      position = view.position();
      String at = now();
      Answers<ChunkDigest> digests = digests(view, KeyRange.ALL);
      add(digests.source(), digests.target());
      long rows = Math.abs(source.rows() - target.rows());
      unnamed = source.equals(target) ? 0 : Math.max(1, rows);
      save(new KnownChunk(KeyRange.ALL, source, at, unnamed > 0), watch);
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

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private TableResult result() {
    long total = suspects.total() + unnamed;
    String statement =
        total == 0
            ? "all %d rows are equal in all %d carried columns, as of %s"
                .formatted(source.rows(), table.source().columns().size(), position)
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
        statement + earlier.text(options.store().whyPassed()),
        seconds(),
        earlier);
  }
}
