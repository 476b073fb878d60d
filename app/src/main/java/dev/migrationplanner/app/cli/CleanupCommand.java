package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.engage.DatabasePair;
import dev.migrationplanner.app.engage.SetupReader;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.run.Cleanup;
import dev.migrationplanner.run.ToolLock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cleanup}. */
@Command(
    name = "cleanup",
    description =
        "Remove every slot, publication and table of ours from both databases; migrated tables stay.")
final class CleanupCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private FileOption file = new FileOption();
  @Mixin private SpeechOptions speech = new SpeechOptions();

  @Option(
      names = "--application-gone",
      description =
          "No instance of the application goes through the library any more: without its epoch none"
              + " could write.")
  private boolean applicationGone;

  CleanupCommand(Console console) {
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
    try (ToolLock lock = ToolLock.take(file.stateDirectory(migration), migration.migration());
        DatabasePair databases = DatabasePair.open(migration)) {
      say(
          Cleanup.run(
              SetupReader.read(migration, databases),
              databases.source(),
              databases.target(),
              applicationGone));
      return Exit.DONE.code();
    }
  }

  private void say(List<String> done) {
    if (speech.json) {
      console.json(Map.of("done", done));
    } else {
      done.forEach(console::line);
    }
  }
}
