package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.engage.DatabasePair;
import dev.migrationplanner.app.engage.SetupReader;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.verify.CompareOptions;
import dev.migrationplanner.verify.Comparison;
import dev.migrationplanner.verify.Settling;
import dev.migrationplanner.verify.TableResult;
import dev.migrationplanner.verify.Views;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
    try (DatabasePair databases = DatabasePair.open(migration)) {
      Comparison comparison =
          new Comparison(
              Views.of(databases.source(), databases.target()), options(migration, progress));
      results =
          compare(
              comparison,
              SetupReader.read(migration, databases).tables(),
              migration.verify().workers());
    } finally {
      progress.end();
    }
    new ComparisonText(console, keys).print(results, speech.json);
    return (results.stream().allMatch(TableResult::equal) ? Exit.DONE : Exit.OPEN).code();
  }

  private List<TableResult> compare(Comparison comparison, List<MappedTable> tables, int workers)
      throws SQLException, InterruptedException {
    if (mode == Mode.FULL) {
      return comparison.full(tables, workers);
    }
    List<TableResult> results = new ArrayList<>();
    for (MappedTable table : tables) {
      results.add(
          mode == Mode.COUNTS ? comparison.counts(table) : comparison.sample(table, rows, seed));
    }
    return results;
  }

  /** What differs is looked at again after a while: a sync may be on its way. */
  private static CompareOptions options(MigrationFile migration, Progress progress) {
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
            standard.differencesMax())
        .with(
            (table, done, rate) ->
                progress.show(table + ": " + Numbers.count(done) + " rows, " + Numbers.rate(rate)),
            done -> {})
        .with(later);
  }
}
