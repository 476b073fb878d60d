package dev.migrationplanner.sync;

import java.time.Duration;

/**
 * Limits of a flip.
 *
 * @param lockWait how long one attempt waits for transactions in flight, new ones queue behind it
 * @param pauseMax how long writers may be held; beyond it everything is let go unchanged
 * @param headroom counters of the new authority are set so far past every used value
 */
public record FlipOptions(Duration lockWait, Duration pauseMax, long headroom) {

  /** 1 s, 3 s, 1,000. */
  public static final FlipOptions DEFAULT =
      new FlipOptions(Duration.ofSeconds(1), Duration.ofSeconds(3), 1_000);
}
