package dev.migrationplanner.database.postgresql;

import java.io.IOException;
import java.sql.SQLException;
import org.postgresql.copy.CopyIn;

/** Bytes on their way into a COPY; sent when full. One array is reused throughout. */
final class CopyBuffer {

  private static final int SIZE = 1 << 16;

  private final String table;
  private final CopyIn copy;
  private final byte[] data = new byte[SIZE];
  private int length;
  private long sent;

  CopyBuffer(String table, CopyIn copy) {
    this.table = table;
    this.copy = copy;
  }

  void int16(int value) throws IOException {
    Wire.int16(data, reserve(2), (short) value);
  }

  void int32(int value) throws IOException {
    Wire.int32(data, reserve(4), value);
  }

  void int64(long value) throws IOException {
    Wire.int64(data, reserve(8), value);
  }

  void int8(int value) throws IOException {
    data[reserve(1)] = (byte) value;
  }

  void bytes(byte[] value) throws IOException {
    bytes(value, 0, value.length);
  }

  void bytes(byte[] value, int start, int count) throws IOException {
    int at = start;
    int rest = count;
    while (rest > 0) {
      if (length == SIZE) {
        flush();
      }
      int part = Math.min(rest, SIZE - length);
      System.arraycopy(value, at, data, length, part);
      length += part;
      at += part;
      rest -= part;
    }
  }

  private int reserve(int count) throws IOException {
    if (length + count > SIZE) {
      flush();
    }
    int at = length;
    length += count;
    return at;
  }

  void flush() throws IOException {
    try {
      copy.writeToCopy(data, 0, length);
    } catch (SQLException e) {
      throw new IOException(Refusal.of(table, e));
    }
    sent += length;
    length = 0;
  }

  /** Bytes taken so far. */
  long bytes() {
    return sent + length;
  }
}
