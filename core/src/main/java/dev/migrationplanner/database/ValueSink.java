package dev.migrationplanner.database;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes canonical values (see {@link dev.migrationplanner.schema.SqlType}) in the order of a view's
 * columns.
 */
public interface ValueSink {

  /** SQL NULL. */
  void nil() throws IOException;

  /** Integers, booleans, bits, years, days and microseconds. */
  void int64(long value) throws IOException;

  /** A 64-bit unsigned integer beyond 2^63-1, by its bits; smaller ones come as {@link #int64}. */
  void uint64(long bits) throws IOException;

  /** Floating point; a 32-bit value widened exactly. */
  void float64(double value) throws IOException;

  /** Exact decimal. */
  void decimal(BigDecimal value) throws IOException;

  /** Text as UTF-8; the array is the sink's from now on. */
  void utf8(byte[] text) throws IOException;

  /** A value that cannot be carried, in its place: the row that has it is refused. */
  default void uncarriable(Uncarriable value) throws IOException {
    throw new IOException(value.refused());
  }

  /** Bytes; the array is the sink's from now on. */
  void bytes(byte[] value) throws IOException;

  /** {@link #utf8(byte[])} of a part of an array that stays the caller's. */
  default void utf8(byte[] data, int start, int length) throws IOException {
    utf8(Arrays.copyOfRange(data, start, start + length));
  }

  /** {@link #bytes(byte[])} of a part of an array that stays the caller's. */
  default void bytes(byte[] data, int start, int length) throws IOException {
    bytes(Arrays.copyOfRange(data, start, start + length));
  }

  /**
   * {@link #decimal(BigDecimal)} of its plain digits, as {@code -12.30}, in an array that stays the
   * caller's.
   */
  default void decimal(byte[] data, int start, int length) throws IOException {
    decimal(new BigDecimal(new String(data, start, length, StandardCharsets.ISO_8859_1)));
  }
}
