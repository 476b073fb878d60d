package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.cli.Failure.Story;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.plan.MigrationFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code init}. */
@Command(name = "init", description = "Write a first migration file, every setting with a comment.")
final class InitCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private FileOption file = new FileOption();
  @Mixin private SpeechOptions speech = new SpeechOptions();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "my-migration",
      description = "The migration's name (default: ${DEFAULT-VALUE}).")
  private String name = "my-migration";

  @Option(
      names = "--source",
      paramLabel = "ENGINE",
      defaultValue = "mariadb",
      description = "mariadb, mysql or postgresql (default: ${DEFAULT-VALUE}).")
  private String source = "mariadb";

  @Option(
      names = "--target",
      paramLabel = "ENGINE",
      defaultValue = "postgresql",
      description = "mariadb, mysql or postgresql (default: ${DEFAULT-VALUE}).")
  private String target = "postgresql";

  InitCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    requireKnown(source);
    requireKnown(target);
    Path path = file.file;
    if (Files.exists(path)) {
      throw new Failure(
          Exit.USAGE,
          new Story(
              "The migration file exists already and is left as it is.",
              path.toAbsolutePath().toString(),
              "",
              "Name another with --file, or edit this one."));
    }
    Files.writeString(path, MigrationFile.template(name, source, target));
    say(path);
    return Exit.DONE.code();
  }

  private void say(Path path) {
    if (speech.json) {
      console.json(Map.of("file", path.toAbsolutePath().toString(), "migration", name));
    } else {
      console.line("Wrote " + path + ". Fill in both databases, then: migration-planner plan");
    }
  }

  private static void requireKnown(String engine) {
    if (!Databases.ENGINES.contains(engine)) {
      throw Failure.usage(
          "The engine " + engine + " is unknown.",
          "Known are " + String.join(", ", Databases.ENGINES) + ".");
    }
  }
}
