package dev.migrationplanner.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Second looks that wait until a later hop has finished, or for so long that they are taken anyway.
 * Bounded.
 */
final class Suspects implements Hops.Listener {
  /** How often one read is looked at again before it is given up as dropped. */
  static final int LOOKS_MAX = 3;

  private record Suspect(Hops.Release release, long deadlineNanos, Runnable look) {
    boolean isDue(Hops.Poll poll, long nowNanos) {
      return release.isDue(poll) || nowNanos - deadlineNanos >= 0;
    }
  }

  private final Deque<Suspect> waiting = new ArrayDeque<>();
  private final Hops hops;
  private final Limits.Shadow limits;
  private final Workers workers;

  Suspects(Hops hops, Limits.Shadow limits, Workers workers) {
    this.hops = hops;
    this.limits = limits;
    this.workers = workers;
    hops.listen(this);
  }

  /** Whether the look found room to wait. */
  synchronized boolean add(Runnable look) {
    if (waiting.size() >= limits.recheckedMax()) {
      return false;
    }
    waiting.add(
        new Suspect(hops.fromNow(), System.nanoTime() + limits.recheckWaitMax().toNanos(), look));
    return true;
  }

  /** Those that are due go to the workers; where these are full, they wait for the next poll. */
  @Override
  public synchronized void observe(Hops.Poll poll, boolean countersReset) {
    Deque<Suspect> still = new ArrayDeque<>();
    long now = System.nanoTime();
    for (Iterator<Suspect> all = waiting.iterator(); all.hasNext(); all.remove()) {
      Suspect suspect = all.next();
      Suspect observed =
          new Suspect(
              suspect.release.observing(poll, countersReset), suspect.deadlineNanos, suspect.look);
      if (!observed.isDue(poll, now) || !workers.offer(observed.look)) {
        still.add(observed);
      }
    }
    waiting.addAll(still);
  }
}
