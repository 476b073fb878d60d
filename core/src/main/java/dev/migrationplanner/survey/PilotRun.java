package dev.migrationplanner.survey;

import dev.migrationplanner.copy.Chunk;
import dev.migrationplanner.copy.SampleCopy;
import dev.migrationplanner.copy.SampleCopy.Timed;
import dev.migrationplanner.database.Catalog.TableSize;
import dev.migrationplanner.database.ControlTables;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.plan.Conversions;
import dev.migrationplanner.plan.Facts;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.Pilot;
import dev.migrationplanner.plan.Pilot.Applied;
import dev.migrationplanner.plan.Pilot.Built;
import dev.migrationplanner.plan.Pilot.Compared;
import dev.migrationplanner.plan.Pilot.Copied;
import dev.migrationplanner.plan.TableMapping;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures what estimates are made of: real chunks through the real copier into a scratch schema of
 * the target, its indexes, and rows brought over by key as the sync does. The scratch is removed
 * whatever happens (guarantee 11).
 */
final class PilotRun {

  private static final String SCRATCH = "migration_planner_pilot";
  private static final int TABLES_MAX = 12;
  private static final Duration WARM = Duration.ofSeconds(4);
  private static final int PASSES_MAX = 8;

  private final MigrationFile file;
  private final Facts facts;
  private final Database source;
  private final Database target;
  private final Database scratch;
  private final Consumer<String> progress;
  private final TableMapping mapping;
  private final Schema made;
  private final List<String> notes = new ArrayList<>();

  private PilotRun(
      MigrationFile file,
      Facts facts,
      Database source,
      Database target,
      Database scratch,
      Consumer<String> progress) {
    this.file = file;
    this.facts = facts;
    this.source = source;
    this.target = target;
    this.scratch = scratch;
    this.progress = progress;
    Schema chosen = chosen();
    Conversions conversions =
        Conversions.of(
            scratch.ddl(),
            chosen,
            source.ddl().dialect(),
            new ProvenIdioms(file, source, scratch, chosen).proven(facts.scans()));
    this.mapping = TableMapping.of(chosen, conversions.conversion());
    this.made = conversions.conversion().schema();
  }

  /** Makes the scratch, measures, removes it. */
  static Pilot of(
      MigrationFile file,
      Facts facts,
      Database source,
      Database target,
      Consumer<String> progress,
      Clock clock)
      throws SQLException, InterruptedException {
    String takenAt = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    run(target, List.of(target.ddl().dropScratch(SCRATCH), target.ddl().createScratch(SCRATCH)));
    try (Database scratch = Databases.open(target.endpoint().scratch(SCRATCH))) {
      return new PilotRun(file, facts, source, target, scratch, progress).measure(takenAt);
    } catch (IOException e) {
      throw new SQLException("the pilot failed: " + e.getMessage(), e);
    } finally {
      run(target, List.of(target.ddl().dropScratch(SCRATCH)));
    }
  }

  /** The biggest tables that are kept in sync; foreign keys play no part. */
  private Schema chosen() {
    Map<String, TableSize> sizes = facts.source().sizes();
    List<String> biggest =
        facts.mapping().tables().stream()
            .map(MappedTable::name)
            .sorted(
                Comparator.comparingLong((String t) -> -rows(sizes, t))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(TABLES_MAX)
            .toList();
    if (biggest.size() < facts.mapping().tables().size()) {
      notes.add("only the " + TABLES_MAX + " biggest tables were tried");
    }
    return new Schema(
        facts.schema().name(),
        facts.schema().tables().stream()
            .filter(t -> biggest.contains(t.name()))
            .map(PilotRun::alone)
            .toList(),
        List.of());
  }

  private static Table alone(Table t) {
    return new Table(
        t.name(),
        t.columns(),
        t.primaryKey(),
        t.indexes(),
        List.of(),
        t.checks(),
        t.storage(),
        t.comment());
  }

  private static long rows(Map<String, TableSize> sizes, String table) {
    return sizes.getOrDefault(table, new TableSize(0, 0, 0)).rows();
  }

  private Pilot measure(String takenAt) throws SQLException, InterruptedException, IOException {
    var control = new ControlTables(scratch.controlSql(), file.migration() + ".pilot");
    try {
      create(control);
      Map<String, Double> empty = buildEmpty();
      List<Chunk> chunks = chunks();
      List<Copied> copied = copy(control, chunks);
      List<Built> built = build(copied, empty);
      progress.accept("pilot: comparing what was copied");
      List<Compared> compared =
          new PilotComparison(source, scratch, file.verify().workers()).of(chunks);
      List<Applied> applied = new PilotHops(facts, mapping, source, scratch, progress).of(copied);
      if (applied.isEmpty()) {
        notes.add("no table has rows enough to measure how fast they are applied");
      }
      return new Pilot(takenAt, copied, built, applied, compared, notes);
    } finally {
      try (Connection connection = scratch.connect(Use.CREATE)) {
        control.remove(connection);
      }
    }
  }

  private void create(ControlTables control) throws SQLException {
    try (Connection connection = scratch.connect(Use.CREATE)) {
      control.install(connection);
    }
    for (Table table : made.tables()) {
      run(scratch, scratch.ddl().createTable(table));
    }
  }

  private List<Chunk> chunks() throws SQLException {
    var chunks = new ArrayList<Chunk>();
    for (MappedTable table : mapping.tables()) {
      progress.accept("pilot: choosing chunks of " + table.name());
      TableSize size = facts.source().sizes().getOrDefault(table.name(), new TableSize(0, 0, 0));
      chunks.addAll(
          new SampleRanges(source, rowsPerChunk(size))
              .of(table, file.survey().pilotChunks(), size.rows()));
      if (!SampleRanges.spread(table)) {
        notes.add(
            table.name() + ": its key is no single number, so only its first chunks were tried");
      }
    }
    return chunks;
  }

  private List<Copied> copy(ControlTables control, List<Chunk> chunks)
      throws SQLException, InterruptedException {
    int workers = file.copy().workers();
    progress.accept("pilot: copying " + chunks.size() + " chunks, " + workers + " at once");
    List<Timed> timed = warm(control, mixed(chunks), workers);
    Map<String, Long> bytes = targetBytes();
    var copied = new ArrayList<Copied>();
    // The first chunk of each worker finds cold caches and opens connections: it is left out.
    for (Timed t : timed.subList(Math.min(workers, Math.max(0, timed.size() - 2)), timed.size())) {
      long of = timed.stream().filter(o -> o.table().equals(t.table())).count();
      copied.add(
          new Copied(
              t.table().name(),
              Math.min(workers, timed.size()),
              t.rows(),
              t.bytes(),
              bytes.getOrDefault(t.table().target().name(), 0L) / Math.max(1, of),
              t.seconds()));
    }
    return copied;
  }

  /**
   * A short pilot would time the warming up of this program and of the servers' caches: it is done
   * again, into emptied tables, until it has run for some seconds, and the last time counts.
   */
  private List<Timed> warm(ControlTables control, List<Chunk> chunks, int workers)
      throws SQLException, InterruptedException {
    long begun = System.nanoTime();
    List<Timed> timed = new SampleCopy(source, scratch, control).copy(chunks, workers);
    for (int i = 0; i < PASSES_MAX && System.nanoTime() - begun < WARM.toNanos(); i++) {
      run(scratch, scratch.ddl().emptyTables(made.tables()));
      try (Connection connection = scratch.connect(Use.WRITE)) {
        control.chunks().clear(connection);
      }
      timed = new SampleCopy(source, scratch, control).copy(chunks, workers);
    }
    return timed;
  }

  /** Tables in turn, so that chunks of several run beside each other as in the backfill. */
  private static List<Chunk> mixed(List<Chunk> chunks) {
    return chunks.stream()
        .sorted(Comparator.comparingLong(Chunk::ordinal).thenComparing(c -> c.table().name()))
        .toList();
  }

  private int rowsPerChunk(TableSize size) {
    long average = size.rows() == 0 ? 1 : Math.max(1, size.dataBytes() / size.rows());
    return (int) Math.max(100, Math.min(file.copy().rowsPerChunk(), (8L << 20) / average));
  }

  private Map<String, Long> targetBytes() throws SQLException {
    var bytes = new HashMap<String, Long>();
    for (Table table : made.tables()) {
      run(scratch, List.of(scratch.ddl().analyze(table)));
    }
    try (Connection connection = scratch.connect(Use.READ)) {
      scratch.catalog().sizes(connection).forEach((t, s) -> bytes.put(t, s.dataBytes()));
    }
    return bytes;
  }

  /** What the indexes take on empty tables, which are then made anew without them. */
  private Map<String, Double> buildEmpty() throws SQLException {
    var seconds = new HashMap<String, Double>();
    for (MappedTable table : mapping.tables()) {
      List<String> statements = scratch.ddl().createIndexes(table.target().table());
      seconds.put(table.name(), seconds(statements));
    }
    run(scratch, scratch.ddl().dropTables(made.tables()));
    for (Table table : made.tables()) {
      run(scratch, scratch.ddl().createTable(table));
    }
    return seconds;
  }

  private double seconds(List<String> statements) throws SQLException {
    long begun = System.nanoTime();
    run(scratch, statements);
    return (System.nanoTime() - begun) / 1e9;
  }

  private List<Built> build(List<Copied> copied, Map<String, Double> empty) throws SQLException {
    var built = new ArrayList<Built>();
    for (MappedTable table : mapping.tables()) {
      List<String> statements = scratch.ddl().createIndexes(table.target().table());
      progress.accept("pilot: building indexes of " + table.name());
      double seconds = seconds(statements);
      // Statistics are made of a sample: they take as long on a big table.
      double statistics = seconds(List.of(scratch.ddl().analyze(table.target().table())));
      long rows =
          copied.stream().filter(c -> c.table().equals(table.name())).mapToLong(Copied::rows).sum();
      double standing = empty.getOrDefault(table.name(), 0.0) + statistics;
      built.add(new Built(table.name(), statements.size(), rows, seconds + statistics, standing));
    }
    return built;
  }

  private static void run(Database database, List<String> statements) throws SQLException {
    try (Connection connection = database.connect(Use.CREATE);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
