package dev.migrationplanner.client;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * A warning about one kind of trouble, logged at most once a minute. It names the error's class and
 * SQL state; error texts can hold row values and stay out.
 */
final class Complaint {
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  private final Logger log;
  private final String what;
  private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

  Complaint(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  void about(Throwable error) {
    long next = nextNanos.get();
    long now = System.nanoTime();
    if (now - next >= 0 && nextNanos.compareAndSet(next, now + QUIET_NANOS)) {
      log.warn(
          "{} ({}). Further ones are counted and stay quiet for a minute.", what, describe(error));
    }
  }

  static String describe(Throwable error) {
    String name = error.getClass().getSimpleName();
    if (error instanceof SQLException sql) {
      return name + ", SQL state " + sql.getSQLState();
    }
    return error instanceof IOException ? name + ": " + error.getMessage() : name;
  }
}
