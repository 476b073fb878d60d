package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.cli.Failure.Story;
import dev.migrationplanner.app.engage.DatabasePair;
import dev.migrationplanner.app.engage.SetupReader;
import dev.migrationplanner.app.engage.SetupReader.OneOff;
import dev.migrationplanner.copy.CopyProgress;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.run.CopyJob;
import dev.migrationplanner.run.Recorded;
import dev.migrationplanner.run.Status;
import dev.migrationplanner.run.ToolLock;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code copy}. */
@Command(
    name = "copy",
    description =
        "Copy schema, data, indexes, keys and counters in one go; started again, it goes on.")
final class CopyCommand implements Callable<Integer> {
  private static final long LOOK_MILLIS = 250;

  private final Console console;

  @Mixin private FileOption file = new FileOption();
  @Mixin private SpeechOptions speech = new SpeechOptions();

  CopyCommand(Console console) {
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
    try (ToolLock lock = ToolLock.take(file.stateDirectory(migration), migration.migration());
        DatabasePair databases = DatabasePair.open(migration);
        Teller teller = new Teller(progress)) {
      requireNoMigration(migration);
      OneOff read = SetupReader.oneOff(migration, databases);
      CopyJob.Result result =
          new CopyJob(read.setup(), read.keyless(), databases.source(), databases.target(), teller)
              .run();
      progress.end();
      say(result, read.leftOut());
      boolean whole = result.quarantinedRows() == 0 && read.leftOut().isEmpty();
      return (whole ? Exit.DONE : Exit.OPEN).code();
    }
  }

  /** Its backfill copies; a copy beside it would take away what it goes by. */
  private void requireNoMigration(MigrationFile migration) throws SQLException {
    Path state = file.stateDirectory(migration);
    Optional<Status> begun = Recorded.read(state, migration);
    if (begun.isPresent() && begun.get().activity() != Status.Activity.COMPLETED) {
      throw new Failure(
          Exit.BLOCKED,
          new Story(
              "This migration has begun: it is in phase " + begun.get().phase() + ".",
              state.toString(),
              "Its backfill copies; a one-off copy would take away what it goes by.",
              "Go on with it: migration-planner serve; or give the copy a name of its own"
                  + " (migration: ...)."));
    }
  }

  private void say(CopyJob.Result result, Map<String, String> leftOut) {
    if (speech.json) {
      console.json(object(result, leftOut));
      return;
    }
    console.line(
        "Copied "
            + Numbers.count(result.rows())
            + " rows in "
            + Numbers.duration(Math.round(result.seconds()))
            + ": "
            + result.promise()
            + ".");
    if (result.quarantinedRows() > 0) {
      console.line(
          Numbers.count(result.quarantinedRows())
              + " rows were set aside; migration_planner.quarantine on the target names them.");
    }
    leftOut.forEach((table, why) -> console.line(LeftOut.line(console, "copied", table, why)));
  }

  private static Map<String, Object> object(CopyJob.Result result, Map<String, String> leftOut) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("rows", result.rows());
    object.put("quarantinedRows", result.quarantinedRows());
    object.put("oneSnapshot", result.oneSnapshot());
    object.put("promise", result.promise());
    object.put("seconds", result.seconds());
    object.put("leftOut", leftOut);
    return object;
  }

  /** Shows steps, and rows with their rate and the time left. */
  private static final class Teller implements CopyJob.Listener, AutoCloseable {
    private final Progress progress;
    private final ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });

    Teller(Progress progress) {
      this.progress = progress;
    }

    @Override
    public void step(String what) {
      progress.show(what);
    }

    @Override
    public void copying(CopyProgress copy) {
      var unused =
          clock.scheduleAtFixedRate(
              () -> progress.show(line(copy)), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static String line(CopyProgress copy) {
      long done = copy.tables().stream().filter(CopyProgress.TableProgress::done).count();
      String waiting = copy.waiting().isEmpty() ? "" : "; " + copy.waiting();
      return Numbers.count(copy.rows())
          + " rows, "
          + done
          + " of "
          + copy.tables().size()
          + " tables, "
          + Numbers.rate(copy.rowsPerSecond())
          + ", "
          + Numbers.left(copy.secondsLeft())
          + waiting;
    }

    @Override
    public void close() {
      clock.shutdownNow();
    }
  }
}
