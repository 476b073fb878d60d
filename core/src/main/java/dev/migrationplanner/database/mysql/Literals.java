package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.CanonicalText;
import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.schema.SqlType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Canonical values as SQL literals, each by the type of its column (rule 9). Text with a backslash
 * or a control character is written in hexadecimal, so that no SQL mode can change what it means.
 */
final class Literals {

  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private static final long MICROS = 1_000_000L;

  private Literals() {}

  /** A value on its way into a column. */
  static void append(StringBuilder sql, ColumnView column, @Nullable Object value) {
    if (value == null) {
      sql.append("NULL");
    } else if (column.column().type() instanceof SqlType.TextType && !(isText(value))) {
      text(sql, CanonicalText.of(column.logical(), value));
    } else if (value instanceof Long number) {
      integer(sql, column.logical(), number);
    } else if (value instanceof RowBuffer.Utf8 utf8) {
      text(sql, utf8.toString());
    } else if (value instanceof byte[] bytes) {
      bytes(sql, bytes);
    } else if (value instanceof BigDecimal number) {
      sql.append(number.toPlainString());
    } else if (value instanceof Double number) {
      float64(sql, number);
    } else {
      sql.append(value);
    }
  }

  /**
   * A value that a column of this side is compared with by {@code =}, {@code <} or {@code >}. ENUM
   * and SET compare by their number, which is how they are ordered and indexed.
   */
  static void appendKey(StringBuilder sql, ColumnView column, String text) {
    SqlType type = column.column().type();
    if (type instanceof SqlType.EnumType labels) {
      sql.append(labels.labels().indexOf(text) + 1);
    } else if (type instanceof SqlType.SetType labels) {
      sql.append(bits(labels.labels(), text));
    } else if (type instanceof SqlType.FloatType floating && floating.bits() == 32) {
      throw new IllegalArgumentException(
          "column "
              + column.name()
              + " is a FLOAT: a key of it cannot be compared exactly; choose another key");
    } else if (isDate(type) && (text.startsWith("0000-") || text.contains("-00"))) {
      text(sql, text); // A zero date, or one in part: it is compared, but no literal of a date.
    } else {
      append(sql, column, CanonicalText.parse(column.logical(), text));
    }
  }

  private static boolean isDate(SqlType type) {
    return type instanceof SqlType.DateType
        || type instanceof SqlType.DateTimeType
        || type instanceof SqlType.InstantType;
  }

  private static boolean isText(Object value) {
    return value instanceof RowBuffer.Utf8;
  }

  private static long bits(List<String> labels, String text) {
    long bits = 0;
    for (String label : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int position = labels.indexOf(label);
      if (position < 0) {
        return 0;
      }
      bits |= 1L << position;
    }
    return bits;
  }

  static void integer(StringBuilder sql, SqlType logical, long value) {
    if (logical instanceof SqlType.DateType) {
      sql.append("DATE'").append(CanonicalText.of(logical, value)).append('\'');
    } else if (logical instanceof SqlType.DateTimeType || logical instanceof SqlType.InstantType) {
      sql.append("TIMESTAMP'").append(CanonicalText.dateTime(value)).append('\'');
    } else if (logical instanceof SqlType.TimeType) {
      time(sql, value);
    } else {
      sql.append(value);
    }
  }

  private static void time(StringBuilder sql, long micros) {
    long size = Math.abs(micros);
    sql.append("TIME'").append(micros < 0 ? "-" : "");
    padded(sql, size / (3600 * MICROS), 2).append(':');
    padded(sql, size / (60 * MICROS) % 60, 2).append(':');
    padded(sql, size / MICROS % 60, 2).append('.');
    padded(sql, size % MICROS, 6).append('\'');
  }

  private static StringBuilder padded(StringBuilder sql, long number, int width) {
    String digits = Long.toString(number);
    for (int i = digits.length(); i < width; i++) {
      sql.append('0');
    }
    return sql.append(digits);
  }

  static void float64(StringBuilder sql, double value) {
    if (!Double.isFinite(value)) {
      throw new ArithmeticException("neither MySQL nor MariaDB has NaN or infinity");
    }
    String text = Double.toString(value);
    sql.append(text).append(text.indexOf('E') < 0 ? "E0" : "");
  }

  static void bytes(StringBuilder sql, byte[] value) {
    sql.append("x'");
    for (byte b : value) {
      sql.append(HEX[(b >> 4) & 0xf]).append(HEX[b & 0xf]);
    }
    sql.append('\'');
  }

  static void text(StringBuilder sql, String text) {
    if (needsHex(text)) {
      sql.append("_utf8mb4 ");
      bytes(sql, text.getBytes(StandardCharsets.UTF_8));
      return;
    }
    sql.append('\'');
    if (text.indexOf('\'') < 0) {
      sql.append(text);
    } else {
      sql.append(text.replace("'", "''"));
    }
    sql.append('\'');
  }

  private static boolean needsHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || c == '\0' || c == '\032') {
        return true;
      }
    }
    return false;
  }
}
