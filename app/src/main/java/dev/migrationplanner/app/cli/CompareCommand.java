package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.engage.DatabasePair;
import dev.migrationplanner.app.engage.SetupReader;
import dev.migrationplanner.app.engage.SetupReader.OneOff;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.verify.ChunkFile;
import dev.migrationplanner.verify.CompareOptions;
import dev.migrationplanner.verify.Comparison;
import dev.migrationplanner.verify.Pace;
import dev.migrationplanner.verify.Settling;
import dev.migrationplanner.verify.TableResult;
import dev.migrationplanner.verify.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code compare}. */
@Command(
    name = "compare",
    description = "Compare both databases by digests that each computes of its own rows.")
final class CompareCommand implements Callable<Integer> {
  private static final long SETTLE_MILLIS = 1_000;

  private final Console console;

  @Mixin private FileOption file = new FileOption();
  @Mixin private SpeechOptions speech = new SpeechOptions();

  /** How much is looked at. */
  enum Mode {
    FULL,
    COUNTS,
    SAMPLE
  }

  @Option(
      names = "--mode",
      defaultValue = "full",
      description =
          "full: every row and column; counts: numbers of rows only; sample: some rows"
              + " (default: ${DEFAULT-VALUE}).")
  private Mode mode = Mode.FULL;

  @Option(
      names = "--rows",
      defaultValue = "1000",
      description = "Rows of a sample, a table (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The same seed takes the same sample (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--keys", description = "Name the differing rows by their keys.")
  private boolean keys;

  @Option(
      names = "--rows-per-second",
      defaultValue = "0",
      description =
          "Full: no faster than that; 0 is as fast as it goes (default: ${DEFAULT-VALUE}).")
  private long rowsPerSecond;

  @Option(
      names = "--resume",
      description =
          "Full: pass over the ranges of keys that an interrupted comparison found equal.")
  private boolean resume;

  @Option(
      names = "--touched",
      description =
          "Full: pass over the ranges of keys that the running migration found equal and has not"
              + " touched since.")
  private boolean touched;

  @Option(
      names = "--repair",
      description =
          "Make the differing rows, and no others, what the authority says, and compare them"
              + " again.")
  private boolean repair;

  CompareCommand(Console console) {
    this.console = console;
  }

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The migration's file; the same as --file.")
  void named(Path named) {
    file.file = named;
  }

  @Override
  public Integer call() throws Exception {
    MigrationFile migration = file.read();
    Logs.into(file.stateDirectory(migration));
    Progress progress = new Progress(console);
    List<TableResult> results;
    Map<String, String> leftOut;
    Path equalChunks = file.stateDirectory(migration).resolve("compared.jsonl");
    try (DatabasePair databases = DatabasePair.open(migration)) {
      OneOff read = SetupReader.oneOff(migration, databases);
      List<MappedTable> tables = read.all();
      leftOut = read.leftOut();
      if (touched) {
        takeOver(file.stateDirectory(migration).resolve(ChunkFile.OF_A_MIGRATION), equalChunks);
      }
      try (ChunkFile chunks = new ChunkFile(equalChunks, resume || touched, tables)) {
        if (touched) {
          chunks.watchful();
        }
        results = results(migration, databases, tables, options(migration, progress).with(chunks));
      }
    } finally {
      progress.end();
    }
    new ComparisonText(console, keys, leftOut).print(results, speech.json);
    boolean equal = leftOut.isEmpty() && results.stream().allMatch(TableResult::equal);
    return (equal ? Exit.DONE : Exit.OPEN).code();
  }

  /** What the migration knows as of now; its own file stays its own. */
  private static void takeOver(Path ofMigration, Path ours) throws IOException {
    if (!Files.isReadable(ofMigration)) {
      throw new IOException(
          "no migration has compared anything yet ("
              + ofMigration
              + "), so it is not known what has been touched since; compare without --touched");
    }
    Files.copy(ofMigration, ours, StandardCopyOption.REPLACE_EXISTING);
  }

  private List<TableResult> results(
      MigrationFile migration,
      DatabasePair databases,
      List<MappedTable> tables,
      CompareOptions options)
      throws SQLException, IOException, InterruptedException {
    Views views = Views.of(databases.source(), databases.target());
    List<TableResult> results = compare(views, options, tables, migration.verify().workers());
    return repair
        ? new RowRepair(migration, databases).repair(views, options, tables, results)
        : results;
  }

  private List<TableResult> compare(
      Views views, CompareOptions options, List<MappedTable> tables, int workers)
      throws SQLException, InterruptedException {
    Comparison comparison = new Comparison(views, options);
    if (mode == Mode.FULL && rowsPerSecond <= 0) {
      return comparison.full(tables, workers);
    }
    List<TableResult> results = new ArrayList<>();
    if (mode == Mode.FULL) {
      for (MappedTable table : tables) {
        results.add(new Comparison(views, options.with(new Pace(rowsPerSecond))).full(table));
      }
      return results;
    }
    for (MappedTable table : tables) {
      results.add(
          mode == Mode.COUNTS ? comparison.counts(table) : comparison.sample(table, rows, seed));
    }
    return results;
  }

  /** What differs is looked at again after a while: a sync may be on its way. */
  private CompareOptions options(MigrationFile migration, Progress progress) {
    Settling later =
        (table, differing) -> {
          Thread.sleep(SETTLE_MILLIS);
          return true;
        };
    CompareOptions standard = CompareOptions.DEFAULTS;
    return standard
        .limits(
            migration.verify().rowsPerChunk(),
            standard.rowsPerBucket(),
            standard.rowsInMemoryMax(),
            repair ? RowRepair.ROWS_MAX : standard.differencesMax())
        .with(
            (table, done, rate) ->
                progress.show(table + ": " + Numbers.count(done) + " rows, " + Numbers.rate(rate)),
            done -> {})
        .with(later);
  }
}
