package dev.migrationplanner.app.cli;

import dev.migrationplanner.plan.MigrationFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where a migration's control plane answers: what the running one noted, else what the file says.
 */
final class ControlAddress {
  private static final String NOTE = "control-plane.uri";

  private ControlAddress() {}

  static URI of(MigrationFile migration, Path stateDirectory) throws IOException {
    Path note = stateDirectory.resolve(NOTE);
    if (Files.isReadable(note)) {
      return URI.create(Files.readString(note).strip());
    }
    return URI.create("http://" + migration.control().address() + ":" + migration.control().port());
  }

  /** Whether a running one noted where it answers. */
  static boolean noted(Path stateDirectory) {
    return Files.isReadable(stateDirectory.resolve(NOTE));
  }

  /** Leaves the address for other commands. */
  static void note(Path stateDirectory, URI address) throws IOException {
    Files.createDirectories(stateDirectory);
    Path fresh = stateDirectory.resolve(NOTE + ".new");
    Files.writeString(fresh, address + "\n");
    Files.move(
        fresh,
        stateDirectory.resolve(NOTE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  static void forget(Path stateDirectory) throws IOException {
    Files.deleteIfExists(stateDirectory.resolve(NOTE));
  }
}
