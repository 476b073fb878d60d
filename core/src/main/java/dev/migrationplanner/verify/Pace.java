package dev.migrationplanner.verify;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Slows the comparison of a table down to so many rows a second. */
public final class Pace implements CompareOptions.Throttle {

  private final double nanosPerRow;
  private final AtomicLong first = new AtomicLong(-1);
  private final AtomicLong started = new AtomicLong();

  /** No more rows a second than that. */
  public Pace(long rowsPerSecondMax) {
    if (rowsPerSecondMax < 1) {
      throw new IllegalArgumentException("at least one row a second");
    }
    this.nanosPerRow = 1e9 / rowsPerSecondMax;
  }

  /** What was compared before the first chunk, by a comparison that this one resumes, is free. */
  @Override
  public void beforeChunk(long rowsSoFar) throws InterruptedException {
    if (first.compareAndSet(-1, rowsSoFar)) {
      started.set(System.nanoTime());
    }
    long due = started.get() + (long) ((rowsSoFar - first.get()) * nanosPerRow);
    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
  }
}
