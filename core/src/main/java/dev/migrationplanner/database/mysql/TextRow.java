package dev.migrationplanner.database.mysql;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One row of a result as the server sent it, in the buffer it was received in: values are looked at
 * where they lie, and copied only for those who keep them. Positions start at 1, as JDBC's do.
 */
final class TextRow {

  private static final int NULL = 0xfb;
  private static final int TWO_BYTES = 0xfc;
  private static final int THREE_BYTES = 0xfd;

  private final int[] starts;
  private final int[] lengths;
  private byte[] data = {};
  private boolean wasNull;

  TextRow(int columns) {
    starts = new int[columns + 1];
    lengths = new int[columns + 1];
  }

  /** Takes the next row; the bytes stay the caller's. */
  void take(byte[] packet, int start, int limit) throws SQLException {
    data = packet;
    int at = start;
    for (int i = 1; i < starts.length; i++) {
      if (at >= limit) {
        throw new SQLException("a row of the source is shorter than the query's columns", "08S01");
      }
      int first = packet[at++] & 0xff;
      if (first < NULL) {
        lengths[i] = first;
      } else if (first == NULL) {
        lengths[i] = -1;
        continue;
      } else {
        int width = first == TWO_BYTES ? 2 : first == THREE_BYTES ? 3 : 8;
        lengths[i] = (int) little(packet, at, width);
        at += width;
      }
      starts[i] = at;
      at += lengths[i];
    }
  }

  private static long little(byte[] packet, int at, int width) {
    long value = 0;
    for (int i = width - 1; i >= 0; i--) {
      value = value << 8 | (packet[at + i] & 0xff);
    }
    return value;
  }

  /** Where the values lie. */
  byte[] data() {
    return data;
  }

  boolean isNull(int position) {
    return lengths[position] < 0;
  }

  int start(int position) {
    return starts[position];
  }

  int length(int position) {
    return lengths[position];
  }

  /** A signed whole number; 0 for NULL. */
  long getLong(int position) throws SQLException {
    wasNull = isNull(position);
    if (wasNull) {
      return 0;
    }
    int at = starts[position];
    int end = at + lengths[position];
    boolean negative = at < end && data[at] == '-';
    if (end - at > 18) {
      return Long.parseLong(ascii(position));
    }
    long value = 0;
    for (int i = negative ? at + 1 : at; i < end; i++) {
      int digit = data[i] - '0';
      if (digit < 0 || digit > 9) {
        throw new SQLException("the source sent no whole number where one was expected", "22018");
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  /** The bits of an unsigned whole number that is not NULL. */
  long unsigned(int position) throws SQLException {
    return lengths[position] > 18 ? Long.parseUnsignedLong(ascii(position)) : getLong(position);
  }

  double getDouble(int position) {
    wasNull = isNull(position);
    return wasNull ? 0 : Double.parseDouble(ascii(position));
  }

  @Nullable BigDecimal getBigDecimal(int position) {
    return isNull(position) ? null : new BigDecimal(ascii(position));
  }

  @Nullable String getString(int position) {
    return isNull(position) ? null : new String(data, starts[position], lengths[position], UTF_8);
  }

  /** A copy. */
  byte @Nullable [] getBytes(int position) {
    return isNull(position)
        ? null
        : Arrays.copyOfRange(data, starts[position], starts[position] + lengths[position]);
  }

  /** Whether the last {@link #getLong} or {@link #getDouble} found NULL. */
  boolean wasNull() {
    return wasNull;
  }

  private String ascii(int position) {
    return new String(data, starts[position], lengths[position], StandardCharsets.ISO_8859_1);
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;
}
