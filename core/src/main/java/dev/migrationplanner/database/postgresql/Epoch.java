package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.CanonicalText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * PostgreSQL counts from 2000-01-01, canonical values from 1970-01-01. Its infinities travel as the
 * ends of the range: {@code Long.MIN_VALUE} and {@code MAX_VALUE} for times, {@code
 * Integer.MIN_VALUE} and {@code MAX_VALUE} for days; no finite value of PostgreSQL is one of them.
 */
final class Epoch {

  static final long DAYS = 10_957;
  static final long MICROS = DAYS * 86_400_000_000L;

  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  private Epoch() {}

  /** Days since 1970 of PostgreSQL's wire value. */
  static long days(int wire) {
    return isInfinite(wire) ? wire : wire + DAYS;
  }

  /** PostgreSQL's wire value; an ArithmeticException if it has none. */
  static int wireDays(long days) {
    int exact = Math.toIntExact(days);
    return isInfinite(exact) ? exact : Math.toIntExact(days - DAYS);
  }

  /** Microseconds since 1970; an ArithmeticException beyond the year 294246. */
  static long micros(long wire) {
    return isInfinite(wire) ? wire : Math.addExact(wire, MICROS);
  }

  static long wireMicros(long micros) {
    return isInfinite(micros) ? micros : Math.subtractExact(micros, MICROS);
  }

  private static boolean isInfinite(int wire) {
    return wire == Integer.MAX_VALUE || wire == Integer.MIN_VALUE;
  }

  private static boolean isInfinite(long wire) {
    return wire == Long.MAX_VALUE || wire == Long.MIN_VALUE;
  }

  /** A day as PostgreSQL reads it. */
  static String dayText(long days) {
    if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
      return days > 0 ? "infinity" : "-infinity";
    }
    LocalDate day = LocalDate.ofEpochDay(days);
    return common(day) ? day.toString() : era(day) + (day.getYear() < 1 ? " BC" : "");
  }

  /** A date and time as PostgreSQL reads it, without zone. */
  static String timeText(long micros) {
    if (isInfinite(micros)) {
      return micros > 0 ? "infinity" : "-infinity";
    }
    LocalDateTime time = dateTime(micros);
    LocalDate day = time.toLocalDate();
    if (common(day)) {
      return CanonicalText.dateTime(micros);
    }
    return era(day) + " " + time.toLocalTime() + (day.getYear() < 1 ? " BC" : "");
  }

  private static LocalDateTime dateTime(long micros) {
    Instant instant =
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static boolean common(LocalDate day) {
    return day.getYear() >= 1 && !day.isAfter(LAST_DAY);
  }

  private static String era(LocalDate day) {
    int year = day.getYear() < 1 ? 1 - day.getYear() : day.getYear();
    return "%04d-%02d-%02d".formatted(year, day.getMonthValue(), day.getDayOfMonth());
  }
}
