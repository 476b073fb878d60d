package dev.migrationplanner.run;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Failure;
import dev.migrationplanner.sync.Sync;
import dev.migrationplanner.sync.SyncStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Waits for a side that went away, starts anew or ran full: says so, tries again with growing
 * waits, and goes on. Only of steps that may be repeated.
 */
final class Patience {

  /** About an hour. */
  private static final int ATTEMPTS_MAX = 240;

  private static final long WAIT_MILLIS_MAX = 15_000;
  private static final Duration CATCH_UP_MAX = Duration.ofHours(12);
  private static final Duration CATCH_UP_LOOK = Duration.ofSeconds(2);

  private final Sides sides;
  private final Consumer<String> says;

  Patience(Sides sides, Consumer<String> says) {
    this.sides = sides;
    this.says = says;
  }

  /** Runs the step until it is through; a failure that does not pass ends it. */
  void with(String what, Step step) throws SQLException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        step.run();
        return;
      } catch (SQLException failure) {
        if (attempt >= ATTEMPTS_MAX || !isPassing(failure, sides)) {
          throw failure;
        }
        long wait = Math.min(WAIT_MILLIS_MAX, 100L << Math.min(8, attempt));
        says.accept(what + " waits " + wait + " ms: " + firstLine(failure));
        Thread.sleep(wait);
      }
    }
  }

  /**
   * Waits until the other side equals a snapshot of the authority.
   *
   * @throws SQLException if the sync stopped for good, or it took too long
   */
  void catchUp(Sync sync) throws SQLException, InterruptedException {
    long end = System.nanoTime() + CATCH_UP_MAX.toNanos();
    while (!sync.awaitEqual(CATCH_UP_LOOK)) {
      SyncStatus status = sync.status();
      if (isOver(status) || System.nanoTime() > end) {
        throw new SQLException("the sides did not become equal: " + status.message());
      }
      says.accept(words(status));
    }
  }

  /** Whether what failed may well succeed when it is tried again. */
  static boolean isPassing(SQLException failure, Sides sides) {
    return failure instanceof java.sql.SQLTransientException
        || isPassing(failure, sides.source().database())
        || isPassing(failure, sides.target().database());
  }

  private static boolean isPassing(SQLException failure, Database database) {
    return database.classify(failure) == Failure.RETRY;
  }

  private static boolean isOver(SyncStatus status) {
    return status.state() == SyncStatus.State.FAILED
        || status.state() == SyncStatus.State.NEEDS_COMPARISON;
  }

  private static String words(SyncStatus status) {
    return status.message().isEmpty()
        ? "reconciling; " + status.pendingKeys() + " rows are pending"
        : "reconciling waits: " + status.message();
  }

  private static String firstLine(SQLException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  /** What is tried. */
  interface Step {
    void run() throws SQLException, InterruptedException;
  }
}
