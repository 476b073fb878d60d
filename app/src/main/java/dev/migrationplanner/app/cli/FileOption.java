package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.cli.Failure.Story;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.RolloutFile;
import dev.migrationplanner.run.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import picocli.CommandLine.Option;

/** Which migration a command is about. */
final class FileOption {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The migration's file (default: ${DEFAULT-VALUE}).")
  // Not picocli's defaultValue: that is set last, over a file named by place.
  Path file = Path.of("migration.yaml");

  MigrationFile read() throws IOException {
    requireThere();
    return MigrationFile.read(file);
  }

  /** Whether it is about rows of two databases; a flag or a deployment has none. */
  boolean movesRows() throws IOException {
    requireThere();
    return !RolloutFile.isOne(file);
  }

  private void requireThere() {
    if (!Files.isReadable(file)) {
      throw new Failure(
          Exit.USAGE,
          new Story(
              "There is no migration file to read.",
              file.toAbsolutePath().toString(),
              "",
              "Write one with: migration-planner init, or name another with --file."));
    }
  }

  /** Whether the migration has begun: its record says so, whoever serves it. */
  boolean begun(MigrationFile migration) throws SQLException {
    return Recorded.read(stateDirectory(migration), migration).isPresent();
  }

  /** The state directory; where it is relative, it stands beside the file. */
  Path stateDirectory(MigrationFile migration) {
    Path beside = file.toAbsolutePath().getParent();
    Path told = Path.of(migration.control().stateDirectory());
    return beside == null ? told.toAbsolutePath() : beside.resolve(told);
  }
}
