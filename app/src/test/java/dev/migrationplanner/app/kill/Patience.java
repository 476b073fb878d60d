package dev.migrationplanner.app.kill;

import java.time.Duration;

/**
 * A limit of time that counts only while the test itself runs: on a machine that stood still for a
 * minute, nothing was late.
 */
final class Patience {
  private static final long STEP_MAX = Duration.ofSeconds(1).toNanos();

  private final long limit;
  private long spent;
  private long last = System.nanoTime();

  Patience(Duration limit) {
    this.limit = limit.toNanos();
  }

  /** Whether some is left; asked in every turn of a loop. */
  boolean isLeft() {
    long now = System.nanoTime();
    spent += Math.min(STEP_MAX, now - last);
    last = now;
    return spent < limit;
  }
}
