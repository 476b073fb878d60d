package dev.migrationplanner.client;

import java.time.Duration;

/**
 * Every bound of the library. {@link #standard()} suits most applications; each part can be
 * replaced alone.
 */
public record Limits(Writes writes, Secondary secondary, Shadow shadow, Control control) {

  /** Where secondary writes run. */
  public enum SecondaryMode {
    /** On a bounded pool, in order per routing key. */
    POOLED,
    /**
     * In the caller's thread, after the authority's commit: later for the caller, fresher on the
     * other side.
     */
    IN_CALLER
  }

  /**
   * Writes on the authority.
   *
   * @param attemptsMax how often one write is begun in all
   * @param retriesDeadlocks whether a write that a deadlock or lock timeout undid runs its work
   *     again
   * @param fenceWaitMax how long one transaction waits at the fence; whole seconds
   */
  public record Writes(int attemptsMax, boolean retriesDeadlocks, Duration fenceWaitMax) {
    public Writes {
      positive("attemptsMax", attemptsMax);
      positive("fenceWaitMax in seconds", fenceWaitMax.toSeconds());
    }
  }

  /**
   * Writes on the other side. The queue's length is shared evenly by the threads.
   *
   * @param deadline what has waited longer than this is dropped, and no answer of the server is
   *     waited for longer
   */
  public record Secondary(SecondaryMode mode, int threads, int queueLengthMax, Duration deadline) {
    public Secondary {
      positive("threads", threads);
      positive("queueLengthMax", queueLengthMax);
      positive("deadline in milliseconds", deadline.toMillis());
    }
  }

  /**
   * Shadow reads.
   *
   * @param deadline no answer of the side that is not the authority is waited for longer, by a
   *     shadow read or by a caller: the authority answers the caller then
   * @param recheckedMax how many suspected mismatches wait for a second look at once
   * @param recheckWaitMax how long one waits for a later hop before it is looked at anyway
   */
  public record Shadow(
      int threads,
      int queueLengthMax,
      Duration deadline,
      int recheckedMax,
      Duration recheckWaitMax) {
    public Shadow {
      positive("threads", threads);
      positive("queueLengthMax", queueLengthMax);
      positive("deadline in milliseconds", deadline.toMillis());
      positive("recheckedMax", recheckedMax);
      positive("recheckWaitMax in milliseconds", recheckWaitMax.toMillis());
    }
  }

  /**
   * Talk with the control plane.
   *
   * @param startWaitMax how long the start waits for a first state before it goes by what it knows
   * @param requestWaitMax how long one request may take
   * @param keysPerReportMax rows named in one report; the rest is counted
   * @param recentWritesMax keys kept on the authority until the other side has them
   */
  public record Control(
      Duration pollEvery,
      Duration reportEvery,
      Duration startWaitMax,
      Duration requestWaitMax,
      int keysPerReportMax,
      int recentWritesMax) {
    public Control {
      positive("pollEvery in milliseconds", pollEvery.toMillis());
      positive("reportEvery in milliseconds", reportEvery.toMillis());
      positive("startWaitMax in milliseconds", startWaitMax.toMillis());
      positive("requestWaitMax in milliseconds", requestWaitMax.toMillis());
      positive("keysPerReportMax", keysPerReportMax);
      positive("recentWritesMax", recentWritesMax);
    }
  }

  public static Limits standard() {
    return new Limits(
        new Writes(5, false, Duration.ofSeconds(10)),
        new Secondary(SecondaryMode.POOLED, 4, 4_000, Duration.ofSeconds(5)),
        new Shadow(4, 1_000, Duration.ofSeconds(2), 1_000, Duration.ofSeconds(30)),
        new Control(
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            1_000,
            100_000));
  }

  public Limits with(Writes replaced) {
    return new Limits(replaced, secondary, shadow, control);
  }

  public Limits with(Secondary replaced) {
    return new Limits(writes, replaced, shadow, control);
  }

  public Limits with(Shadow replaced) {
    return new Limits(writes, secondary, replaced, control);
  }

  public Limits with(Control replaced) {
    return new Limits(writes, secondary, shadow, replaced);
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "Limit " + name + " must be positive; it is " + value + ".");
    }
  }
}
