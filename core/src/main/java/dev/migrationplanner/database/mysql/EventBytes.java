package dev.migrationplanner.database.mysql;

import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * The bytes of one event's body, read through a small window: a row of many megabytes is never held
 * whole, values that nobody needs are skipped.
 */
final class EventBytes {

  private static final int WINDOW = 64 * 1024;

  private final ByteArrayInputStream stream;
  private byte[] window = new byte[0];
  private int position;
  private int limit;
  private long unread;

  EventBytes(ByteArrayInputStream stream, long length) {
    this.stream = stream;
    this.unread = length;
  }

  /** Bytes left in the body. */
  long remaining() {
    return unread + limit - position;
  }

  private void need(int bytes) throws IOException {
    if (limit - position >= bytes) {
      return;
    }
    if (remaining() < bytes) {
      throw new IOException("an event ends early");
    }
    int kept = limit - position;
    int size = (int) Math.min(Math.max(bytes, WINDOW), remaining());
    byte[] next = size <= window.length ? window : new byte[size];
    System.arraycopy(window, position, next, 0, kept);
    stream.fill(next, kept, size - kept);
    unread -= size - kept;
    window = next;
    position = 0;
    limit = size;
  }

  int u8() throws IOException {
    need(1);
    return window[position++] & 0xff;
  }

  /** Little-endian. */
  long little(int bytes) throws IOException {
    need(bytes);
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | (window[position + i] & 0xff);
    }
    position += bytes;
    return value;
  }

  /** Big-endian. */
  long big(int bytes) throws IOException {
    need(bytes);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | (window[position + i] & 0xff);
    }
    position += bytes;
    return value;
  }

  /** MySQL's length-encoded integer. */
  int packed() throws IOException {
    int first = u8();
    return switch (first) {
      case 252 -> (int) little(2);
      case 253 -> (int) little(3);
      case 254 -> Math.toIntExact(little(8));
      default -> first;
    };
  }

  byte[] bytes(int count) throws IOException {
    need(count);
    byte[] copy = java.util.Arrays.copyOfRange(window, position, position + count);
    position += count;
    return copy;
  }

  String text(int count) throws IOException {
    return new String(bytes(count), StandardCharsets.UTF_8);
  }

  /** {@code count} bits, lowest first; MySQL sets those that fill up the last byte too. */
  BitSet bits(int count) throws IOException {
    return BitSet.valueOf(bytes((count + 7) / 8)).get(0, count);
  }

  void skip(long count) throws IOException {
    int inWindow = (int) Math.min(count, limit - position);
    position += inWindow;
    long left = count - inWindow;
    if (left > unread) {
      throw new IOException("an event ends early");
    }
    unread -= left;
    skip(stream, left);
  }

  /** Skips the rest of the body. */
  void finish() throws IOException {
    skip(remaining());
  }

  static void skip(ByteArrayInputStream stream, long count) throws IOException {
    long left = count;
    while (left > 0) {
      long skipped = stream.skip(left);
      if (skipped <= 0) {
        throw new EOFException();
      }
      left -= skipped;
    }
  }
}
