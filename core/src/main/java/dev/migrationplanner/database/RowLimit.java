package dev.migrationplanner.database;

import java.sql.SQLException;

/** How large a row may be in this process: it is held twice for a moment, so a part of the heap. */
public final class RowLimit {

  private static final double SHARE_OF_HEAP = 0.3;
  private static final long MEBIBYTE = 1 << 20;

  private RowLimit() {}

  /** Bytes of the largest row that this heap takes: 76 MiB of 256. */
  public static long bytesMax() {
    return Math.min(
        Integer.MAX_VALUE - 8, (long) (Runtime.getRuntime().maxMemory() * SHARE_OF_HEAP));
  }

  /** What is said of a larger one. */
  public static SQLException refusal(String table, long bytes) {
    long heap = (long) (bytes / SHARE_OF_HEAP / MEBIBYTE) + 1;
    return new SQLException(
        "a row of table %s has %d MiB, and a heap of %d MiB takes rows of up to %d MiB; set MIGRATION_PLANNER_JAVA_OPTIONS=-Xmx%dm and start again"
            .formatted(
                table,
                bytes / MEBIBYTE,
                Runtime.getRuntime().maxMemory() / MEBIBYTE,
                bytesMax() / MEBIBYTE,
                heap),
        "54000");
  }
}
