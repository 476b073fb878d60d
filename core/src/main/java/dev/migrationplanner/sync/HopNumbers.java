package dev.migrationplanner.sync;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers of hops, growing over both sides and directions, and what applications are told of them
 * (docs/protocol.md).
 */
final class HopNumbers {

  private final AtomicLong last;
  private final AtomicLong finished;
  private volatile long finishedAtNanos = System.nanoTime();
  private volatile long begunAtNanos = System.nanoTime();

  HopNumbers(long last) {
    this.last = new AtomicLong(last);
    // Nothing of this run has made the sides equal yet.
    this.finished = new AtomicLong();
  }

  /** The number of a transaction of ours that claims no equality. */
  long next() {
    return last.incrementAndGet();
  }

  /** The number of a hop whose snapshot is opened after this. */
  long begin() {
    begunAtNanos = System.nanoTime();
    return last.incrementAndGet();
  }

  void finish(long hop) {
    finished.set(hop);
    finishedAtNanos = begunAtNanos;
  }

  long started() {
    return last.get();
  }

  long finished() {
    return finished.get();
  }

  /** Age of the snapshot that the other side equals. */
  long lagMillis() {
    return (System.nanoTime() - finishedAtNanos) / 1_000_000;
  }
}
