package dev.migrationplanner.sync;

import java.time.Duration;

/**
 * Limits of sync.
 *
 * @param hopKeysMax keys of one hop; beyond it the state is "catching up": many transactions, no
 *     equality claimed (rule 16)
 * @param batchKeysMax keys read and written at once
 * @param pace the least time from one hop's beginning to the next; what arrives meanwhile shares
 *     the cost of one snapshot
 * @param idle a hop at least so often, changes or not
 * @param logWait how long a hop waits for the log reader to reach the log's end
 * @param bufferedKeysMax keys held between a log reader and the hop; the reader waits beyond it
 */
public record SyncOptions(
    int hopKeysMax,
    int batchKeysMax,
    Duration pace,
    Duration idle,
    Duration logWait,
    int bufferedKeysMax) {

  /**
   * While applications write both sides: 5,000 keys a hop at most, so that their secondary writes
   * never wait long for rows of ours, and at most five hops a second: their writes keep the other
   * side fresh meanwhile.
   */
  public static final SyncOptions BESIDE_DUAL_WRITES =
      new SyncOptions(
          5_000,
          1_000,
          Duration.ofMillis(200),
          Duration.ofMillis(250),
          Duration.ofSeconds(30),
          200_000);

  /** 50,000 keys a hop, 2,000 a batch, paced by 10 ms, 250 ms, 30 s, 200,000 buffered. */
  public static final SyncOptions DEFAULT =
      new SyncOptions(
          50_000,
          2_000,
          Duration.ofMillis(10),
          Duration.ofMillis(250),
          Duration.ofSeconds(30),
          200_000);

  public SyncOptions {
    if (hopKeysMax < 1 || batchKeysMax < 1 || bufferedKeysMax < 1) {
      throw new IllegalArgumentException("limits start at 1");
    }
  }
}
