package dev.migrationplanner.shop;

import java.time.Duration;

/** Lets work through, or holds it back until nothing is inside. */
final class Valve {

  private boolean shut;
  private boolean ended;
  private int inside;

  /** Waits while shut; says whether to go on at all. */
  synchronized boolean enter() throws InterruptedException {
    while (shut && !ended) {
      wait();
    }
    if (!ended) {
      inside++;
    }
    return !ended;
  }

  synchronized void leave() {
    inside--;
    notifyAll();
  }

  /**
   * Shuts, and waits until nothing is inside; says whether that came about in time. It stays shut
   * either way.
   */
  synchronized boolean shut(Duration limit) throws InterruptedException {
    shut = true;
    long deadline = System.nanoTime() + limit.toNanos();
    for (long left = limit.toMillis();
        inside > 0 && left > 0;
        left = (deadline - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
    return inside == 0;
  }

  synchronized void open() {
    shut = false;
    notifyAll();
  }

  /** For good: whoever waits or comes is sent home. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }
}
