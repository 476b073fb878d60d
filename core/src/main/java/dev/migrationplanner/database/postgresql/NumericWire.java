package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ValueSink;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * PostgreSQL's binary numeric: count of base-10000 digits, weight of the first, sign, display
 * scale, digits (src/backend/utils/adt/numeric.c, numeric_send).
 */
final class NumericWire {

  private static final int NEGATIVE = 0x4000;
  private static final int HEADER = 8;
  private static final int LONG_DIGITS_MAX = 4;
  private static final long[] TENS = {1, 10, 100, 1_000};
  private static final BigInteger BASE = BigInteger.valueOf(10_000);

  /** Enough for PostgreSQL's 131,072 + 16,383 decimal digits. */
  private static final int DIGITS_MAX = 36_868;

  private short[] digits = new short[64];
  private int count;

  static void decodeDecimal(byte[] b, int at, int length, ValueSink sink) throws IOException {
    sink.decimal(read(b, at).setScale(Wire.int16(b, at + 6)));
  }

  /** A whole number; beyond 64 bits or with a fraction it has no counterpart. */
  static void decodeWhole(byte[] b, int at, int length, ValueSink sink) throws IOException {
    BigInteger whole = read(b, at).toBigIntegerExact();
    if (whole.bitLength() < Long.SIZE) {
      sink.int64(whole.longValue());
    } else if (whole.signum() > 0 && whole.bitLength() == Long.SIZE) {
      sink.uint64(whole.longValue());
    } else {
      throw new ArithmeticException("the number is beyond 64 bits");
    }
  }

  private static BigDecimal read(byte[] b, int at) {
    int count = Wire.int16(b, at);
    int sign = Wire.int16(b, at + 4) & 0xffff;
    if (sign != 0 && sign != NEGATIVE) {
      throw new ArithmeticException("neither NaN nor infinity is a number elsewhere");
    }
    int scale = 4 * (count - 1 - Wire.int16(b, at + 2));
    BigDecimal magnitude =
        count <= LONG_DIGITS_MAX
            ? BigDecimal.valueOf(small(b, at + HEADER, count), scale)
            : new BigDecimal(large(b, at + HEADER, count), scale);
    return sign == NEGATIVE ? magnitude.negate() : magnitude;
  }

  private static long small(byte[] b, int at, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value * 10_000 + Wire.int16(b, at + 2 * i);
    }
    return value;
  }

  private static BigInteger large(byte[] b, int at, int count) {
    var text = new StringBuilder(4 * count);
    for (int i = 0; i < count; i++) {
      int digit = Wire.int16(b, at + 2 * i);
      text.append((char) ('0' + digit / 1000)).append((char) ('0' + digit / 100 % 10));
      text.append((char) ('0' + digit / 10 % 10)).append((char) ('0' + digit % 10));
    }
    return new BigInteger(text.toString());
  }

  /** Writes length and value. */
  void encode(BigDecimal value, CopyBuffer out) throws IOException {
    BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
    int scale = plain.scale();
    BigInteger magnitude = plain.unscaledValue().abs();
    int padding = (4 - scale % 4) % 4;
    if (magnitude.bitLength() <= 50) {
      split(magnitude.longValue() * TENS[padding]);
    } else {
      split(magnitude.multiply(BigInteger.valueOf(TENS[padding])));
    }
    write(plain.signum() < 0, scale, out);
  }

  /** Writes length and value of a whole number given by its 64 bits, unsigned. */
  void encodeUnsigned(long bits, CopyBuffer out) throws IOException {
    split(bits);
    write(false, 0, out);
  }

  void encode(long value, CopyBuffer out) throws IOException {
    split(value < 0 ? -value : value);
    write(value < 0, 0, out);
  }

  /** Writes length and value of plain digits, as {@code -12.30}. */
  void encode(byte[] data, int start, int length, CopyBuffer out) throws IOException {
    int end = start + length;
    boolean negative = length > 0 && data[start] == '-';
    int first = negative ? start + 1 : start;
    int scale = DecimalDigits.scale(data, start, length);
    int point = scale == 0 ? end : end - scale - 1;
    count = 0;
    for (int at = point + 1 + (scale + 3) / 4 * 4 - 4; at > point; at -= 4) {
      push(DecimalDigits.group(data, at, at + 4, end));
    }
    for (int at = point; at > first; at -= 4) {
      push(DecimalDigits.group(data, Math.max(first, at - 4), at, at));
    }
    while (count > 0 && digits[count - 1] == 0) {
      count--;
    }
    write(negative && count > 0, scale, out);
  }

  private void push(int digit) {
    if (count == digits.length) {
      digits = java.util.Arrays.copyOf(digits, Math.min(2 * count, DIGITS_MAX));
    }
    digits[count++] = (short) digit;
  }

  /** Digits, lowest first. */
  private void split(long unsigned) {
    count = 0;
    long rest = unsigned;
    if (rest < 0) {
      digits[count++] = (short) Long.remainderUnsigned(rest, 10_000);
      rest = Long.divideUnsigned(rest, 10_000);
    }
    while (rest != 0) {
      digits[count++] = (short) (rest % 10_000);
      rest /= 10_000;
    }
  }

  private void split(BigInteger magnitude) {
    count = 0;
    BigInteger rest = magnitude;
    while (rest.signum() != 0) {
      BigInteger[] parts = rest.divideAndRemainder(BASE);
      push(parts[1].shortValue());
      rest = parts[0];
    }
  }

  private void write(boolean negative, int scale, CopyBuffer out) throws IOException {
    int lowest = 0;
    while (lowest < count && digits[lowest] == 0) {
      lowest++;
    }
    int weight = count == 0 ? 0 : count - (scale + 3) / 4 - 1;
    out.int32(HEADER + 2 * (count - lowest));
    out.int16(count - lowest);
    out.int16(weight);
    out.int16(negative ? NEGATIVE : 0);
    out.int16(scale);
    for (int i = count - 1; i >= lowest; i--) {
      out.int16(digits[i]);
    }
  }
}
