package dev.migrationplanner.copy;

import java.util.concurrent.TimeUnit;

/** Keeps a rate over all workers. */
final class Throttle {

  private final long rowsPerSecondMax;
  private long freeAtNanos = System.nanoTime();

  Throttle(long rowsPerSecondMax) {
    this.rowsPerSecondMax = rowsPerSecondMax;
  }

  /** Waits until so many rows more keep the rate. */
  void spend(long rows) throws InterruptedException {
    if (rowsPerSecondMax <= 0) {
      return;
    }
    long wait;
    synchronized (this) {
      long now = System.nanoTime();
      long start = Math.max(now, freeAtNanos);
      freeAtNanos = start + rows * 1_000_000_000L / rowsPerSecondMax;
      wait = freeAtNanos - now;
    }
    TimeUnit.NANOSECONDS.sleep(wait);
  }
}
