package dev.migrationplanner.copy;

import java.time.Duration;

/**
 * How many rows the next chunk of a table has, learned from those before: what is copied again
 * after a crash, and how long a snapshot stays open, is bounded by time and bytes and not by rows
 * alone. It changes by no more than half or double at a time. Thread-safe.
 */
final class ChunkSize {

  private static final Duration TIME_WANTED = Duration.ofSeconds(2);
  private static final int ROWS_MIN = 10;

  private final int rowsMax;
  private final long bytesWanted;
  private int rows;

  /** Begins with {@code rows}; never more than {@code rowsMax}. */
  ChunkSize(int rows, int rowsMax, long bytesWanted) {
    this.rowsMax = rowsMax;
    this.bytesWanted = bytesWanted;
    this.rows = Math.min(rows, rowsMax);
  }

  synchronized int rows() {
    return rows;
  }

  /** A chunk is copied; one much smaller than asked for teaches nothing. */
  synchronized void learn(long rowsCopied, long bytes, Duration took) {
    if (rowsCopied < rows / 2) {
      return;
    }
    double byTime = (double) TIME_WANTED.toNanos() / Math.max(1, took.toNanos());
    double byBytes = (double) bytesWanted / Math.max(1, bytes);
    double factor = Math.max(0.5, Math.min(2, Math.min(byTime, byBytes)));
    rows =
        (int) Math.max(Math.min(ROWS_MIN, rowsMax), Math.min(rowsMax, Math.round(rows * factor)));
  }
}
