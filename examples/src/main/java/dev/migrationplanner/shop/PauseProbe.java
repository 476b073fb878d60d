package dev.migrationplanner.shop;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * How long writes took from the moment they were due, so that a wait in front of the database
 * counts too. The last million acknowledged writes are kept.
 */
public final class PauseProbe {

  private static final int KEPT_MAX = 1 << 20;

  private final long startNanos = System.nanoTime();
  private final Instant start = Instant.now();
  private final long[] due = new long[KEPT_MAX];
  private final long[] done = new long[KEPT_MAX];
  private long recorded;

  /** Notes one acknowledged write by {@link System#nanoTime} values. */
  synchronized void record(long dueNanos, long doneNanos) {
    int place = (int) (recorded++ % KEPT_MAX);
    due[place] = dueNanos - startNanos;
    done[place] = doneNanos - startNanos;
  }

  /** The longest wait among writes under way at some time between the two; 0 without any. */
  public long maxLatencyMillisBetween(Instant from, Instant to) {
    return latencyMillisBetween(from, to, 1.0);
  }

  /**
   * A quantile of the waits of writes under way at some time between the two; 0 without any.
   *
   * @param quantile 0.99 for the wait that one write in a hundred exceeded
   */
  public synchronized long latencyMillisBetween(Instant from, Instant to, double quantile) {
    long[] waits = waits(nanos(from), nanos(to));
    if (waits.length == 0) {
      return 0;
    }
    int index = (int) Math.ceil(quantile * waits.length) - 1;
    return Duration.ofNanos(waits[Math.max(0, index)]).toMillis();
  }

  /** How many writes were under way at some time between the two. */
  public synchronized long writesBetween(Instant from, Instant to) {
    return waits(nanos(from), nanos(to)).length;
  }

  private long[] waits(long from, long to) {
    int kept = (int) Math.min(recorded, KEPT_MAX);
    long[] waits = new long[kept];
    int count = 0;
    for (int place = 0; place < kept; place++) {
      if (done[place] >= from && due[place] <= to) {
        waits[count++] = done[place] - due[place];
      }
    }
    long[] found = Arrays.copyOf(waits, count);
    Arrays.sort(found);
    return found;
  }

  private long nanos(Instant instant) {
    return Duration.between(start, instant).toNanos();
  }
}
