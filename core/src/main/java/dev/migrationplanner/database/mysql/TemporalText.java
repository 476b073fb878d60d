package dev.migrationplanner.database.mysql;

/** Reads the texts the server gives for dates and times, without detours. */
final class TemporalText {

  /** What {@link #days} and {@link #micros} return for what is no date. */
  static final long INVALID = Long.MIN_VALUE;

  private static final long DAY_MICROS = 86_400_000_000L;

  private TemporalText() {}

  /** Days since 1970 of {@code 2026-01-31...}. */
  static long days(byte[] text) {
    return days(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
  }

  /** Days since 1970, or {@link #INVALID} for year 0 and days no calendar has. */
  static long days(int year, int month, int day) {
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > length(year, month)) {
      return INVALID;
    }
    // Days from civil, H. Hinnant, http://howardhinnant.github.io/date_algorithms.html
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400;
    int yearOfEra = y - era * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468L;
  }

  private static int length(int year, int month) {
    if (month == 2) {
      return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  /** Microseconds since 1970 of {@code 2026-01-31 23:59:59[.123456]}. */
  static long micros(byte[] text) {
    long days = days(text);
    return days == INVALID ? INVALID : days * DAY_MICROS + clock(text, 11);
  }

  /** Microseconds of {@code [-]838:59:59[.123456]}. */
  static long duration(byte[] text) {
    boolean negative = text[0] == '-';
    int start = negative ? 1 : 0;
    int colon = start;
    while (text[colon] != ':') {
      colon++;
    }
    long hours = number(text, start, colon);
    long micros = hours * 3_600_000_000L + tail(text, colon + 1);
    return negative ? -micros : micros;
  }

  private static long clock(byte[] text, int at) {
    return number(text, at, at + 2) * 3_600_000_000L + tail(text, at + 3);
  }

  private static long tail(byte[] text, int at) {
    long seconds = number(text, at, at + 2) * 60L + number(text, at + 3, at + 5);
    return seconds * 1_000_000L + fraction(text, at + 6);
  }

  private static long fraction(byte[] text, int at) {
    long micros = 0;
    for (int i = 0; i < 6; i++) {
      int place = at + i;
      micros = micros * 10 + (place < text.length ? text[place] - '0' : 0);
    }
    return micros;
  }

  private static int number(byte[] text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + (text[i] - '0');
    }
    return number;
  }
}
