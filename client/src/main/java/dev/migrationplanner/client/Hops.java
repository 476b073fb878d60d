package dev.migrationplanner.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells when the other side is known to hold what the authority held at some moment, without
 * comparing clocks: the answer to a poll sent after that moment says how many hops had started; the
 * next hop opens its snapshot later, and once that many have finished, the other side has it
 * (docs/protocol.md).
 */
final class Hops {
  /** One answered poll: its number by order of sending, and the hop counters that it brought. */
  record Poll(long number, long started, long finished) {}

  /**
   * What one moment waits for.
   *
   * @param pollNeeded the first poll sent after the moment
   * @param hopNeeded how many hops must have finished; {@link #UNKNOWN} until that poll was
   *     answered
   */
  record Release(long pollNeeded, long hopNeeded) {
    private static final long UNKNOWN = Long.MAX_VALUE;

    /**
     * The same release after this poll; counters that ran backwards are a new sync, so the wait
     * begins anew.
     */
    Release observing(Poll poll, boolean countersReset) {
      boolean waits = hopNeeded == UNKNOWN || countersReset;
      return waits && poll.number() >= pollNeeded
          ? new Release(pollNeeded, poll.started() + 1)
          : this;
    }

    boolean isDue(Poll poll) {
      return poll.finished() >= hopNeeded;
    }
  }

  /** Hears of every answered poll. */
  interface Listener {
    void observe(Poll poll, boolean countersReset);
  }

  private final AtomicLong sent = new AtomicLong();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile Poll last = new Poll(0, 0, 0);

  /** A release for this very moment. */
  Release fromNow() {
    return new Release(sent.get() + 1, Release.UNKNOWN);
  }

  /** Called immediately before a poll is sent; gives its number. */
  long sending() {
    return sent.incrementAndGet();
  }

  long sent() {
    return sent.get();
  }

  void answered(Poll poll) {
    boolean reset = poll.started() < last.started() || poll.finished() < last.finished();
    last = poll;
    listeners.forEach(listener -> listener.observe(poll, reset));
  }

  /** Time passed without an answer: listeners look at their own deadlines. */
  void tick() {
    listeners.forEach(listener -> listener.observe(last, false));
  }

  void listen(Listener listener) {
    listeners.add(listener);
  }
}
