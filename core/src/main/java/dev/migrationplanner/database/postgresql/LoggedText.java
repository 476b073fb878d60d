package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.CanonicalText;
import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.schema.SqlType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key value as the log prints it (ISO dates, UTC, hex bytes) in its canonical text. */
final class LoggedText {

  private static final long DAY = 86_400_000_000L;
  private static final Pattern DATE = Pattern.compile("(\\d{4,})-(\\d\\d)-(\\d\\d)");
  private static final Pattern SPAN =
      Pattern.compile(
          "(?:(-?\\d+) days? ?)?(?:([-+]?)(\\d+):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,6}))?)?");

  private LoggedText() {}

  static String canonical(ColumnView column, String text) {
    SqlType logical = column.logical();
    return switch (Physical.of(column.column())) {
      case BOOL -> text.equals("t") ? "1" : "0";
      case NUMERIC -> CanonicalText.of(logical, number(logical, text));
      case TEXT, VARCHAR, BPCHAR -> CanonicalText.of(logical, blanks(column, text));
      case BYTEA -> bytes(logical, text.substring(2));
      case UUID -> logical instanceof SqlType.BinaryType ? text.replace("-", "") : text;
      case BIT -> String.valueOf(Long.parseUnsignedLong(text, 2));
      case DATE -> CanonicalText.of(logical, day(text));
      case TIMESTAMP, TIMESTAMPTZ -> CanonicalText.of(logical, micros(text));
      case TIME -> String.valueOf(timeOfDay(text));
      case INTERVAL -> String.valueOf(span(text));
      default -> text;
    };
  }

  private static Object number(SqlType logical, String text) {
    BigDecimal number = new BigDecimal(text);
    return logical instanceof SqlType.DecimalType ? number : number.toBigIntegerExact();
  }

  private static String blanks(ColumnView column, String text) {
    return Physical.of(column.column()) == Physical.BPCHAR ? text.replaceFirst(" +$", "") : text;
  }

  private static String bytes(SqlType logical, String hex) {
    return logical instanceof SqlType.TextType
        ? new String(java.util.HexFormat.of().parseHex(hex), StandardCharsets.UTF_8)
        : hex;
  }

  private static long day(String text) {
    if (text.endsWith("infinity")) {
      return text.startsWith("-") ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    }
    Matcher date = DATE.matcher(text);
    if (!date.lookingAt()) {
      throw new IllegalArgumentException("the log has a date in a form that is not ISO");
    }
    int year = Integer.parseInt(date.group(1));
    return LocalDate.of(
            text.endsWith(" BC") ? 1 - year : year,
            Integer.parseInt(date.group(2)),
            Integer.parseInt(date.group(3)))
        .toEpochDay();
  }

  private static long micros(String text) {
    if (text.endsWith("infinity")) {
      return text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    int blank = text.indexOf(' ');
    String time = text.substring(blank + 1).replace(" BC", "").replaceFirst("\\+00$", "");
    return Math.addExact(Math.multiplyExact(day(text), DAY), timeOfDay(time));
  }

  private static long timeOfDay(String text) {
    return text.startsWith("24:") ? DAY : LocalTime.parse(text).toNanoOfDay() / 1_000;
  }

  private static long span(String text) {
    Matcher span = SPAN.matcher(text);
    if (!span.matches()) {
      throw new IllegalArgumentException("the log has an interval with months");
    }
    long days = span.group(1) == null ? 0 : Long.parseLong(span.group(1));
    if (span.group(3) == null) {
      return days * DAY;
    }
    String fraction = span.group(6) == null ? "" : span.group(6);
    long seconds =
        Long.parseLong(span.group(3)) * 3_600
            + Long.parseLong(span.group(4)) * 60
            + Long.parseLong(span.group(5));
    long micros = seconds * 1_000_000 + Long.parseLong((fraction + "000000").substring(0, 6));
    return days * DAY + (span.group(2).equals("-") ? -micros : micros);
  }
}
