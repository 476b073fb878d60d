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
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.Snapshot;
import dev.migrationplanner.plan.Conversions;
import dev.migrationplanner.plan.Facts;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.Pilot;
import dev.migrationplanner.plan.Pilot.Applied;
import dev.migrationplanner.plan.Pilot.Built;
import dev.migrationplanner.plan.Pilot.Copied;
import dev.migrationplanner.plan.TableMapping;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
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
  private static final int HOP_KEYS_MAX = 5_000;
  private static final long HOP_BYTES_MAX = 16L << 20;
  private static final int HOPS = 3;

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
    Conversions conversions = Conversions.of(scratch.ddl(), chosen);
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
      List<Copied> copied = copy(control);
      List<Built> built = build(copied, empty);
      return new Pilot(takenAt, copied, built, hops(copied), notes);
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

  private List<Copied> copy(ControlTables control) throws SQLException, InterruptedException {
    int workers = file.copy().workers();
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
    progress.accept("pilot: copying " + chunks.size() + " chunks, " + workers + " at once");
    List<Timed> timed = new SampleCopy(source, scratch, control).copy(mixed(chunks), workers);
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
      long begun = System.nanoTime();
      run(scratch, statements);
      seconds.put(table.name(), (System.nanoTime() - begun) / 1e9);
    }
    run(scratch, scratch.ddl().dropTables(made.tables()));
    for (Table table : made.tables()) {
      run(scratch, scratch.ddl().createTable(table));
    }
    return seconds;
  }

  private List<Built> build(List<Copied> copied, Map<String, Double> empty) throws SQLException {
    var built = new ArrayList<Built>();
    for (MappedTable table : mapping.tables()) {
      List<String> statements = scratch.ddl().createIndexes(table.target().table());
      progress.accept("pilot: building indexes of " + table.name());
      long begun = System.nanoTime();
      run(scratch, statements);
      long rows =
          copied.stream().filter(c -> c.table().equals(table.name())).mapToLong(Copied::rows).sum();
      built.add(
          new Built(
              table.name(),
              statements.size(),
              rows,
              (System.nanoTime() - begun) / 1e9,
              empty.getOrDefault(table.name(), 0.0)));
    }
    return built;
  }

  /** Rows that the scratch has are taken out, untimed, and brought over again by key. */
  private List<Applied> hops(List<Copied> copied) throws SQLException, IOException {
    var applied = new ArrayList<Applied>();
    for (MappedTable table : mapping.tables()) {
      long rows =
          copied.stream().filter(c -> c.table().equals(table.name())).mapToLong(Copied::rows).sum();
      if (rows >= HOP_KEYS_MAX / 10) {
        progress.accept("pilot: applying rows of " + table.name());
        for (int i = 0; i < HOPS; i++) {
          applied.add(hop(table));
        }
      }
    }
    if (applied.isEmpty()) {
      notes.add("no table has rows enough to measure how fast they are applied");
    }
    return applied;
  }

  private Applied hop(MappedTable table) throws SQLException, IOException {
    List<RowKey> keys = keys(table);
    try (Connection writing = scratch.connect(Use.WRITE)) {
      writing.setAutoCommit(false);
      int width = table.target().columns().size();
      scratch.rows().equalize(writing, table.target(), keys, new RowBuffer(width));
      writing.commit();
      long begun = System.nanoTime();
      try (Snapshot snapshot = source.snapshot(List.of(table.source()))) {
        var rows = new RowBuffer(width);
        source.rows().read(snapshot.connection(), table.source(), keys, rows);
        scratch.rows().equalize(writing, table.target(), keys, rows);
      }
      writing.commit();
      return new Applied(table.name(), keys.size(), (System.nanoTime() - begun) / 1e9);
    }
  }

  /** Keys of the first rows that the scratch has. */
  private List<RowKey> keys(MappedTable table) throws SQLException, IOException {
    TableSize size = facts.source().sizes().getOrDefault(table.name(), new TableSize(0, 0, 0));
    long average = size.rows() == 0 ? 1 : Math.max(1, size.dataBytes() / size.rows());
    long most = Math.max(50, Math.min(HOP_KEYS_MAX, HOP_BYTES_MAX / average));
    try (Connection connection = scratch.connect(Use.READ)) {
      var upTo = scratch.rows().boundary(connection, table.target(), null, most).orElseThrow();
      var rows = new RowBuffer(table.target().columns().size());
      scratch
          .rows()
          .read(
              connection,
              table.target(),
              new dev.migrationplanner.database.KeyRange(null, upTo),
              rows);
      return rows.rows().stream().map(r -> RowBuffer.keyOf(table.target(), r)).toList();
    }
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
