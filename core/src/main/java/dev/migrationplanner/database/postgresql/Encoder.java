package dev.migrationplanner.database.postgresql;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one column's canonical values in PostgreSQL's binary form, each with its length before it.
 * What a column does not take is a mistake of the mapping, not of the row.
 */
interface Encoder {

  default void int64(long value, CopyBuffer out) throws IOException {
    throw mismatch("a whole number");
  }

  default void uint64(long bits, CopyBuffer out) throws IOException {
    throw new ArithmeticException("the number is out of the target's range");
  }

  default void float64(double value, CopyBuffer out) throws IOException {
    throw mismatch("a floating number");
  }

  default void decimal(BigDecimal value, CopyBuffer out) throws IOException {
    throw mismatch("a decimal");
  }

  default void utf8(byte[] text, CopyBuffer out) throws IOException {
    throw mismatch("text");
  }

  default void bytes(byte[] value, CopyBuffer out) throws IOException {
    throw mismatch("bytes");
  }

  default void utf8(byte[] data, int start, int length, CopyBuffer out) throws IOException {
    utf8(Arrays.copyOfRange(data, start, start + length), out);
  }

  default void bytes(byte[] data, int start, int length, CopyBuffer out) throws IOException {
    bytes(Arrays.copyOfRange(data, start, start + length), out);
  }

  /** Plain digits, as {@code -12.30}. */
  default void decimal(byte[] data, int start, int length, CopyBuffer out) throws IOException {
    decimal(new BigDecimal(new String(data, start, length, StandardCharsets.ISO_8859_1)), out);
  }

  private static IllegalStateException mismatch(String what) {
    return new IllegalStateException("this column cannot take " + what);
  }
}
