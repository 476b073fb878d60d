package dev.migrationplanner.database.mysql;

import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.SqlType;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a column's default. MariaDB writes SQL ({@code 'x'}, {@code NULL}, {@code
 * current_timestamp()}); MySQL writes the bare value and marks expressions in {@code extra}.
 */
final class ColumnDefaults {

  private static final Pattern NOW =
      Pattern.compile("(?:current_timestamp|now|localtime|localtimestamp)(?:\\((\\d?)\\))?");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d*)?(?:[eE][-+]?\\d+)?");
  private static final Pattern BITS = Pattern.compile("b'([01]*)'");

  private ColumnDefaults() {}

  static DefaultValue mariaDb(@Nullable String sql, SqlType type) {
    if (sql == null || sql.equalsIgnoreCase("NULL")) {
      return new DefaultValue.None();
    }
    if (sql.startsWith("'")) {
      var value = new StringBuilder();
      boolean whole = ColumnTypes.literal(sql, 1, value) == sql.length();
      return whole ? new DefaultValue.Literal(value.toString()) : new DefaultValue.Expression(sql);
    }
    return NUMBER.matcher(sql).matches() ? new DefaultValue.Literal(sql) : term(sql, type);
  }

  static DefaultValue mySql(@Nullable String value, String extra, SqlType type) {
    if (value == null) {
      return new DefaultValue.None();
    }
    boolean moment = type instanceof SqlType.DateTimeType || type instanceof SqlType.InstantType;
    if (extra.contains("default_generated") || moment && now(value).find() && !isDigit(value)) {
      return term(value, type);
    }
    return type instanceof SqlType.BitType ? term(value, type) : new DefaultValue.Literal(value);
  }

  private static boolean isDigit(String value) {
    return !value.isEmpty() && Character.isDigit(value.charAt(0));
  }

  private static Matcher now(String sql) {
    return NOW.matcher(sql.toLowerCase(Locale.ROOT));
  }

  private static DefaultValue term(String sql, SqlType type) {
    Matcher now = now(sql);
    boolean moment = type instanceof SqlType.DateTimeType || type instanceof SqlType.InstantType;
    if (moment && now.matches()) {
      String digits = now.group(1);
      return new DefaultValue.Now(
          digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits));
    }
    Matcher bits = BITS.matcher(sql);
    if (type instanceof SqlType.BitType && bits.matches()) {
      String digits = bits.group(1).isEmpty() ? "0" : bits.group(1);
      return new DefaultValue.Literal(Long.toUnsignedString(Long.parseUnsignedLong(digits, 2)));
    }
    return new DefaultValue.Expression(sql);
  }
}
