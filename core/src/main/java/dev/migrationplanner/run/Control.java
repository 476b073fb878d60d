package dev.migrationplanner.run;

import dev.migrationplanner.client.State;

/**
 * One running migration as the outside sees it: people give commands and read the status,
 * applications read the state and report. Thread-safe.
 */
public interface Control extends AutoCloseable {

  /** All there is to show. Never blocks on a database. */
  Status status();

  /** What applications are told (docs/protocol.md). Never blocks on a database. */
  State state();

  /**
   * Calls back, on any thread, after each change of the state's revision, until the handle is
   * closed.
   */
  AutoCloseable onStateChange(Runnable listener);

  /** Takes in one report of an application; a repeated one is ignored. */
  void report(ApplicationReport report);

  /**
   * Takes a command, records it, and begins to carry it out; a refused one changes nothing and says
   * why.
   */
  Answer command(Command command);

  /** Stops the tool's work at a safe point; the migration stays as it is and can be resumed. */
  @Override
  void close();

  /** Whether a command was taken; if not, {@code message} says why and what to do. */
  record Answer(boolean taken, String message) {}
}
