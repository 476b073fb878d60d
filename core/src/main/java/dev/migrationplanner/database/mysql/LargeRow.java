package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.RowLimit;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * A row of more than 16 MB, which comes in several packets, put together. There is one at a time in
 * the process, whatever the number of workers, so that the heap need hold two copies of the largest
 * row and no more.
 */
final class LargeRow implements AutoCloseable {

  private static final Semaphore ONE = new Semaphore(1);

  private final String table;
  private final List<byte[]> parts = new ArrayList<>();
  private long length;

  private LargeRow(String table) {
    this.table = table;
  }

  /** Waits until there is no other. */
  static LargeRow begin(String table) {
    ONE.acquireUninterruptibly();
    return new LargeRow(table);
  }

  /** The array is ours from now on, all of it; beyond the limit it is only counted. */
  void add(byte[] part, int partLength) {
    length += partLength;
    if (length <= RowLimit.bytesMax()) {
      parts.add(part);
    } else {
      parts.clear();
    }
  }

  /** The whole row, {@link #length} bytes. */
  byte[] bytes() throws SQLException {
    if (length > RowLimit.bytesMax()) {
      throw RowLimit.refusal(table, length);
    }
    byte[] whole = new byte[(int) length];
    int at = 0;
    for (byte[] part : parts) {
      int count = Math.min(part.length, whole.length - at);
      System.arraycopy(part, 0, whole, at, count);
      at += count;
    }
    parts.clear();
    return whole;
  }

  @Override
  public void close() {
    parts.clear();
    ONE.release();
  }
}
