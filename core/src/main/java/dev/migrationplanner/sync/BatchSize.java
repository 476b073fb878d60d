package dev.migrationplanner.sync;

/** How many keys of a table are read at once, so that their rows take at most so much memory. */
final class BatchSize {

  private static final long BYTES_MAX = 8 << 20;
  private static final int FIRST = 50;
  private static final int GROWTH = 8;

  private final int keysMax;
  private int keys;

  BatchSize(int keysMax) {
    this.keysMax = keysMax;
    this.keys = Math.min(FIRST, keysMax);
  }

  int keys() {
    return keys;
  }

  /** The rows of so many keys took so many bytes: large rows shrink the next batch at once. */
  void took(int asked, long bytes) {
    long fitting = BYTES_MAX * asked / Math.max(1, bytes);
    keys = (int) Math.max(1, Math.min(Math.min(keysMax, (long) keys * GROWTH), fitting));
  }
}
