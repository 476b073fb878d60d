package dev.migrationplanner.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two files in the application's state directory: {@code <migration>.state}, the last state known,
 * replaced as a whole; and {@code <migration>.override}, written by hand on the worst night, whose
 * lines stage, readShare and shadowSample win over whatever the control plane says. The authority
 * and its epoch stand in the databases and cannot be overridden.
 */
final class StateFile {
  private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
  private static final Set<String> OVERRIDABLE = Set.of("stage", "readShare", "shadowSample");
  private static final long BYTES_MAX = 64 * 1024;

  private final String migration;
  private final Path state;
  private final Path override;
  private final Complaint unsaved = new Complaint(LOG, "The last known state could not be saved");
  private final Complaint unread =
      new Complaint(LOG, "The override file cannot be used; it is ignored");

  StateFile(Options options) {
    migration = options.migration();
    state = options.stateDirectory().resolve(migration + ".state");
    override = options.stateDirectory().resolve(migration + ".override");
  }

  /**
   * The last state saved; a file that cannot be read is as good as none, and says so in the log.
   */
  Optional<State> load() {
    try {
      return Files.exists(state) ? Optional.of(State.parse(read(state))) : Optional.empty();
    } catch (IOException | IllegalArgumentException broken) {
      LOG.warn("The last known state in {} cannot be read; starting without it.", state, broken);
      return Optional.empty();
    }
  }

  void save(State known) {
    try {
      Files.createDirectories(state.toAbsolutePath().getParent());
      Path fresh = Files.createTempFile(state.toAbsolutePath().getParent(), migration, ".new");
      Files.writeString(fresh, known.print(migration));
      Files.move(fresh, state, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      unsaved.about(failed);
    }
  }

  /**
   * The state as the override file changes it; the same where there is none, or where the two
   * contradict.
   */
  State overridden(State told) {
    if (!Files.exists(override)) {
      return told;
    }
    try {
      Map<String, String> values = new LinkedHashMap<>(told.values());
      Map<String, String> wanted = Lines.parseMap(read(override));
      wanted.keySet().retainAll(OVERRIDABLE);
      values.putAll(wanted);
      return State.of(values);
    } catch (IOException | IllegalArgumentException broken) {
      unread.about(
          broken instanceof IOException io
              ? io
              : new IOException(override + ": " + broken.getMessage()));
      return told;
    }
  }

  String place() {
    return state.toString();
  }

  private static String read(Path path) throws IOException {
    if (Files.size(path) > BYTES_MAX) {
      throw new IOException(path + " is larger than " + BYTES_MAX + " bytes.");
    }
    return Files.readString(path);
  }
}
