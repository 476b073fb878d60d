package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.RowLimit;
import java.lang.ref.SoftReference;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;

/**
 * A row of more than 16 MB, which comes in several packets, put together. There is one at a time in
 * the process, whatever the number of workers, and all use one array as long as the largest row may
 * be: joining the parts of each in a new one would fill the heap with holes.
 */
final class LargeRow implements AutoCloseable {

  private static final Semaphore ONE = new Semaphore(1);
  private static SoftReference<byte[]> last = new SoftReference<>(new byte[0]);

  private final String table;
  private final byte[] data;
  private long length;

  private LargeRow(String table, byte[] data) {
    this.table = table;
    this.data = data;
  }

  /** Waits until there is no other. */
  static LargeRow begin(String table) {
    ONE.acquireUninterruptibly();
    try {
      return new LargeRow(table, room());
    } catch (OutOfMemoryError e) {
      ONE.release();
      throw e;
    }
  }

  /** Called by the holder of {@link #ONE} only. */
  private static byte[] room() {
    byte[] room = last.get();
    if (room == null || room.length == 0) {
      room = new byte[(int) RowLimit.bytesMax()];
      last = new SoftReference<>(room);
    }
    return room;
  }

  /** Takes a copy; beyond the limit it is only counted. */
  void add(byte[] part, int partLength) {
    if (length + partLength <= data.length) {
      System.arraycopy(part, 0, data, (int) length, partLength);
    }
    length += partLength;
  }

  /** The row, from 0 to {@link #length}; good until the row is closed. */
  byte[] bytes() throws SQLException {
    if (length > data.length) {
      throw RowLimit.refusal(table, length);
    }
    return data;
  }

  int length() {
    return (int) length;
  }

  @Override
  public void close() {
    ONE.release();
  }
}
