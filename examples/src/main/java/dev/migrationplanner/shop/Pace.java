package dev.migrationplanner.shop;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Hands out the moments at which work is due, evenly at a rate, whether or not the last piece is
 * done (an open loop). What is overdue by more than a limit is left out and counted, so that after
 * a long outage the shop does not repeat all of it.
 */
final class Pace {

  private static final Duration OVERDUE_MAX = Duration.ofSeconds(10);

  private final LongAdder shed;
  private long intervalNanos;
  private long nextNanos;

  Pace(double perSecond, LongAdder shed) {
    this.shed = shed;
    setRate(perSecond);
    restart();
  }

  synchronized void setRate(double perSecond) {
    if (!(perSecond > 0 && perSecond <= 1_000_000)) {
      throw new IllegalArgumentException(
          "A rate is more than 0 and at most a million per second: " + perSecond);
    }
    intervalNanos = Math.max(1, (long) (1e9 / perSecond));
    restart();
  }

  /** Forgets what was due in a pause that was asked for. */
  synchronized void restart() {
    nextNanos = System.nanoTime();
  }

  /** Waits until the next piece is due and returns that moment, by {@link System#nanoTime}. */
  long await() {
    long due = take();
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        return due;
      }
    }
    return due;
  }

  private synchronized long take() {
    long overdue = System.nanoTime() - nextNanos - OVERDUE_MAX.toNanos();
    if (overdue > 0) {
      long left = overdue / intervalNanos;
      shed.add(left);
      nextNanos += left * intervalNanos;
    }
    long due = nextNanos;
    nextNanos += intervalNanos;
    return due;
  }
}
