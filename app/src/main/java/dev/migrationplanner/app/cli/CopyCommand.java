package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.cli.Failure.Story;
import dev.migrationplanner.app.engage.DatabasePair;
import dev.migrationplanner.app.engage.SetupReader;
import dev.migrationplanner.copy.CopyProgress;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.run.CopyJob;
import dev.migrationplanner.run.CopyJob.TargetNotEmptyException;
import java.nio.file.Path;
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
    try (DatabasePair databases = DatabasePair.open(migration);
        Teller teller = new Teller(progress)) {
      CopyJob.Result result =
          new CopyJob(
                  SetupReader.read(migration, databases),
                  databases.source(),
                  databases.target(),
                  teller)
              .run();
      progress.end();
      say(result);
      return (result.quarantinedRows() == 0 ? Exit.DONE : Exit.OPEN).code();
    } catch (TargetNotEmptyException occupied) {
      throw new Failure(
          Exit.BLOCKED,
          new Story(String.valueOf(occupied.getMessage()), migration.target().toString(), "", ""),
          occupied);
    }
  }

  private void say(CopyJob.Result result) {
    if (speech.json) {
      console.json(result);
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
