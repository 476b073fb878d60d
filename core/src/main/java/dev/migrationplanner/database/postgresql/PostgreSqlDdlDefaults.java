package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.SqlType.BinaryType;
import dev.migrationplanner.schema.SqlType.BitType;
import dev.migrationplanner.schema.SqlType.BooleanType;
import dev.migrationplanner.schema.SqlType.DateTimeType;
import dev.migrationplanner.schema.SqlType.DateType;
import dev.migrationplanner.schema.SqlType.DecimalType;
import dev.migrationplanner.schema.SqlType.FloatType;
import dev.migrationplanner.schema.SqlType.InstantType;
import dev.migrationplanner.schema.SqlType.IntegerType;
import dev.migrationplanner.schema.SqlType.SetType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** MySQL's defaults in PostgreSQL's words, and literals. */
final class PostgreSqlDdlDefaults {

  private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d*)?([eE][-+]?\\d+)?");
  private static final Pattern BITS = Pattern.compile("(?i)b'([01]+)'");
  private static final Map<String, String> KNOWN =
      Map.of(
          "uuid()", "gen_random_uuid()",
          "curdate()", "CURRENT_DATE",
          "current_date()", "CURRENT_DATE",
          "current_date", "CURRENT_DATE",
          "json_array()", "'[]'",
          "json_object()", "'{}'");

  private PostgreSqlDdlDefaults() {}

  /** A text as a string literal. */
  static String literal(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("PostgreSQL text cannot hold NUL");
    }
    return "'" + text.replace("'", "''") + "'";
  }

  /** The default of a MySQL column held as {@code held}; empty if it has no twin. */
  static Optional<DefaultValue> translate(Column source, SqlType held) {
    DefaultValue value = source.defaultValue();
    if (value instanceof DefaultValue.Literal text) {
      return constant(text.text(), held);
    }
    if (value instanceof DefaultValue.Now now) {
      return now(now, held);
    }
    return value instanceof DefaultValue.Expression expression
        ? expression(expression.sql(), held)
        : Optional.of(value);
  }

  /** What stands after DEFAULT; empty if nothing does. */
  static Optional<String> sql(Column column) {
    DefaultValue value = column.defaultValue();
    if (value instanceof DefaultValue.Literal text) {
      return Optional.of(literalSql(text.text(), column.type()));
    }
    if (value instanceof DefaultValue.Now now) {
      return Optional.of(nowSql(now, column.type()));
    }
    return value instanceof DefaultValue.Expression expression
        ? Optional.of(expression.sql())
        : Optional.empty();
  }

  private static Optional<DefaultValue> constant(String text, SqlType held) {
    Matcher bits = BITS.matcher(text);
    String value = bits.matches() ? Long.toUnsignedString(bits(bits), 10) : text;
    if (isTime(held) && value.startsWith("0000-")) {
      return Optional.empty();
    }
    if ((isNumber(held) || held instanceof BitType) && !NUMBER.matcher(value).matches()) {
      return Optional.empty();
    }
    return Optional.of(new DefaultValue.Literal(value));
  }

  private static long bits(Matcher bits) {
    return Long.parseUnsignedLong(bits.group(1), 2);
  }

  private static Optional<DefaultValue> now(DefaultValue.Now now, SqlType held) {
    return isTime(held) ? Optional.of(now) : Optional.empty();
  }

  private static Optional<DefaultValue> expression(String sql, SqlType held) {
    String bare = sql.strip().toLowerCase(Locale.ROOT);
    while (bare.startsWith("(") && bare.endsWith(")")) {
      bare = bare.substring(1, bare.length() - 1).strip();
    }
    if (BITS.matcher(bare).matches()) {
      return constant(bare, held);
    }
    String known = KNOWN.get(bare);
    if (known != null) {
      boolean text = known.startsWith("gen_") && held instanceof SqlType.TextType;
      return Optional.of(new DefaultValue.Expression(text ? known + "::text" : known));
    }
    return PostgreSqlDdlExpressions.constant(sql).map(DefaultValue.Expression::new);
  }

  private static String literalSql(String text, SqlType type) {
    if (type instanceof BooleanType) {
      return text.equals("0") || text.equalsIgnoreCase("false") ? "false" : "true";
    }
    if (isNumber(type)) {
      return text;
    }
    if (type instanceof BitType bit) {
      return "B'" + padded(text, bit.length()) + "'";
    }
    if (type instanceof BinaryType) {
      return "'\\x" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "'::bytea";
    }
    if (type instanceof SetType) {
      return "ARRAY[" + (text.isEmpty() ? "" : members(text)) + "]::text[]";
    }
    return literal(type instanceof InstantType ? text + "+00" : text);
  }

  private static String members(String set) {
    return Arrays.stream(set.split(",", -1))
        .map(PostgreSqlDdlDefaults::literal)
        .collect(Collectors.joining(", "));
  }

  private static String padded(String decimal, int length) {
    String digits = Long.toBinaryString(Long.parseUnsignedLong(decimal));
    return "0".repeat(Math.max(0, length - digits.length())) + digits;
  }

  private static String nowSql(DefaultValue.Now now, SqlType type) {
    if (type instanceof DateType) {
      return "CURRENT_DATE";
    }
    String word = type instanceof InstantType ? "CURRENT_TIMESTAMP" : "LOCALTIMESTAMP";
    return word + "(" + now.precision() + ")";
  }

  private static boolean isTime(SqlType type) {
    return type instanceof DateType || type instanceof DateTimeType || type instanceof InstantType;
  }

  private static boolean isNumber(SqlType type) {
    return type instanceof IntegerType || type instanceof DecimalType || type instanceof FloatType;
  }
}
