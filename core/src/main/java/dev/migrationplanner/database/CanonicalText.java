package dev.migrationplanner.database;

import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.SqlType.BinaryType;
import dev.migrationplanner.schema.SqlType.DateTimeType;
import dev.migrationplanner.schema.SqlType.DateType;
import dev.migrationplanner.schema.SqlType.DecimalType;
import dev.migrationplanner.schema.SqlType.GeometryType;
import dev.migrationplanner.schema.SqlType.InstantType;
import dev.migrationplanner.schema.SqlType.TextType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;

/**
 * The one text of a key value, by logical type, the same whichever side or log it was read from:
 *
 * <ul>
 *   <li>integers, bits, years, booleans (0/1) and TIME (microseconds): decimal digits
 *   <li>decimals: plain digits with exactly the type's scale (unbounded: no trailing zeros)
 *   <li>dates {@code 2026-01-31}; datetimes and instants (UTC) {@code 2026-01-31 23:59:59.123456},
 *       always six digits
 *   <li>bytes and geometry: lower-case hexadecimal
 *   <li>CHAR(n): without trailing blanks; other text, enum, set, uuid, inet, json: itself
 * </ul>
 */
public final class CanonicalText {

  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 6, 6, true)
          .toFormatter(java.util.Locale.ROOT);

  private CanonicalText() {}

  /** The text of a canonical value (as {@link RowBuffer} holds it) of that logical type. */
  public static String of(SqlType logical, Object value) {
    if (logical instanceof DecimalType decimal && value instanceof BigDecimal number) {
      return decimalText(decimal, number);
    }
    if (value instanceof Long number) {
      if (logical instanceof DateType) {
        return LocalDate.ofEpochDay(number).toString();
      }
      if (logical instanceof DateTimeType || logical instanceof InstantType) {
        return dateTime(number);
      }
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    String text = value.toString();
    return logical instanceof TextType type && type.fixed() ? stripBlanks(text) : text;
  }

  /**
   * The canonical value (as {@link RowBuffer} holds it) of a text that {@link #of} made.
   *
   * @throws IllegalArgumentException if it is no text of that type
   */
  public static Object parse(SqlType logical, String text) {
    if (logical instanceof DecimalType) {
      return new BigDecimal(text);
    }
    if (logical instanceof DateType) {
      return LocalDate.parse(text).toEpochDay();
    }
    if (logical instanceof DateTimeType || logical instanceof InstantType) {
      LocalDateTime time = LocalDateTime.parse(text, DATE_TIME);
      return Math.addExact(
          Math.multiplyExact(time.toEpochSecond(ZoneOffset.UTC), 1_000_000L),
          time.getNano() / 1_000);
    }
    if (logical instanceof BinaryType || logical instanceof GeometryType) {
      return HexFormat.of().parseHex(text);
    }
    if (isInteger(logical)) {
      var number = new java.math.BigInteger(text);
      return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }
    return new RowBuffer.Utf8(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** Microseconds since the epoch as {@code 2026-01-31 23:59:59.123456}. */
  public static String dateTime(long micros) {
    return LocalDateTime.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L),
            (int) Math.floorMod(micros, 1_000_000L) * 1_000,
            ZoneOffset.UTC)
        .format(DATE_TIME);
  }

  private static boolean isInteger(SqlType logical) {
    return logical instanceof SqlType.IntegerType
        || logical instanceof SqlType.BooleanType
        || logical instanceof SqlType.BitType
        || logical instanceof SqlType.TimeType
        || logical instanceof SqlType.YearType;
  }

  private static String decimalText(DecimalType type, BigDecimal number) {
    if (type.precision() == 0) {
      BigDecimal stripped = number.stripTrailingZeros();
      return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }
    return number.setScale(type.scale()).toPlainString();
  }

  private static String stripBlanks(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }
}
