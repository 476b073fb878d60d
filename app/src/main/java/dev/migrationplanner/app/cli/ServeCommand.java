package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.cli.Failure.Story;
import dev.migrationplanner.app.engage.DatabasePair;
import dev.migrationplanner.plan.MigrationFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code serve}. */
@Command(
    name = "serve",
    description =
        "Go on with a migration that has begun: its work, its control plane and its page.")
final class ServeCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private FileOption file = new FileOption();
  @Mixin private SpeechOptions speech = new SpeechOptions();
  @Mixin private ServeOptions serve = new ServeOptions();

  ServeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    MigrationFile migration = file.read();
    Path state = file.stateDirectory(migration);
    PlanPlace begun = PlanPlace.of(state, migration.migration());
    if (!file.begun(migration)) {
      throw new Failure(
          Exit.BLOCKED,
          new Story(
              "The migration has not begun.",
              state.toString(),
              "",
              "Begin it: migration-planner start"));
    }
    try (DatabasePair databases = DatabasePair.await(migration, console::note)) {
      return new Service(console, speech, serve).run(begun, databases, state);
    }
  }
}
