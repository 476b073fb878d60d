package dev.migrationplanner.run;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Strangers.Seen;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again at who can write the source beside us, in a thread of its own, as long as
 * that matters: before authority moves away from it, and for as long as the way back stays open.
 */
final class StrangerWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StrangerWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration FRESH = Duration.ofSeconds(30);

  private final Database database;
  private final BooleanSupplier wanted;
  private final Thread thread;
  private volatile @Nullable Look last;

  /**
   * One look.
   *
   * @param seen null if it failed
   * @param failure why it did, "" if it did not
   */
  record Look(@Nullable Seen seen, String failure, String at, long nanos) {

    /** What was seen a while ago says nothing of now. */
    boolean fresh() {
      return System.nanoTime() - nanos < FRESH.toNanos();
    }
  }

  StrangerWatch(Database database, String migration, BooleanSupplier wanted) {
    this.database = database;
    this.wanted = wanted;
    this.thread = new Thread(this::run, "strangers-" + migration);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The last look; null before the first. */
  @Nullable Look last() {
    return last;
  }

  /** Looks at a database now. */
  static Seen look(Database database) throws SQLException {
    try (Connection connection = database.connect(Use.READ)) {
      return database.strangers().look(connection);
    }
  }

  private void run() {
    try {
      while (!Thread.interrupted()) {
        if (wanted.getAsBoolean()) {
          last = look();
        }
        Thread.sleep(EVERY.toMillis());
      }
    } catch (InterruptedException e) {
      LOG.debug("nobody looks for strangers any more");
    }
  }

  private Look look() {
    try {
      return new Look(look(database), "", Clock.now(), System.nanoTime());
    } catch (SQLException | RuntimeException e) {
      return new Look(null, String.valueOf(e.getMessage()), Clock.now(), System.nanoTime());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
