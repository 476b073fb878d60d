package dev.migrationplanner.database.postgresql;

/** A decimal as plain digits in an array: {@code -12.30}. */
final class DecimalDigits {

  private DecimalDigits() {}

  /** How many digits are after the point. */
  static int scale(byte[] data, int start, int length) {
    for (int i = start + length - 1; i >= start; i--) {
      if (data[i] == '.') {
        return start + length - 1 - i;
      }
    }
    return 0;
  }

  /** The number of up to four digits from there; those at and beyond {@code end} are zeros. */
  static int group(byte[] data, int from, int to, int end) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = i < end ? data[i] - '0' : 0;
      if (digit < 0 || digit > 9) {
        throw new ArithmeticException("the number is not written in plain digits");
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
