package dev.migrationplanner.app.cli;

import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.run.Status;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}. */
@Command(name = "status", description = "Show how a running migration stands.")
final class StatusCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private FileOption file = new FileOption();
  @Mixin private SpeechOptions speech = new SpeechOptions();

  StatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    MigrationFile migration = file.read();
    Status status = RemoteControl.of(migration, file.stateDirectory(migration)).status();
    if (speech.json) {
      console.json(status);
    } else {
      new StatusText(console).print(status, PlanTimes.of(file, migration, status));
    }
    boolean stopped = status.activity() == Status.Activity.STOPPED;
    return (stopped ? Exit.OPEN : Exit.DONE).code();
  }
}
