package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.schema.Collation;
import dev.migrationplanner.schema.SqlType;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types as CREATE TABLE spells them, for schemas that no server is asked for. */
final class SpelledTypes {

  private static final Pattern SPELLED =
      Pattern.compile(
          "([a-z0-9 ]+?)\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?( with(?:out)? time zone)?");
  private static final int DIGITS = 6;

  private SpelledTypes() {}

  static SqlType of(String nativeType) {
    Matcher match = SPELLED.matcher(nativeType.strip().toLowerCase(Locale.ROOT));
    if (!match.matches()) {
      return new SqlType.UnknownType(nativeType);
    }
    String zone = match.group(4) == null ? "" : match.group(4);
    int first = match.group(2) == null ? -1 : Integer.parseInt(match.group(2));
    int second = match.group(3) == null ? 0 : Integer.parseInt(match.group(3));
    return of(match.group(1) + zone, first, second, nativeType);
  }

  private static SqlType of(String name, int first, int second, String nativeType) {
    int digits = first < 0 ? DIGITS : first;
    return switch (name) {
      case "smallint", "int2", "smallserial" -> new SqlType.IntegerType(16, false);
      case "integer", "int", "int4", "serial" -> new SqlType.IntegerType(32, false);
      case "bigint", "int8", "bigserial" -> new SqlType.IntegerType(64, false);
      case "boolean", "bool" -> new SqlType.BooleanType();
      case "numeric", "decimal" -> new SqlType.DecimalType(Math.max(0, first), second, false);
      case "real", "float4" -> new SqlType.FloatType(32);
      case "double precision", "float8" -> new SqlType.FloatType(64);
      case "text" -> new SqlType.TextType(false, 0, Collation.BYTES);
      case "varchar", "character varying" ->
          new SqlType.TextType(false, Math.max(0, first), Collation.BYTES);
      case "char", "character" -> new SqlType.TextType(true, Math.max(1, first), Collation.BYTES);
      case "bytea" -> new SqlType.BinaryType(false, 0);
      case "date" -> new SqlType.DateType();
      case "time", "time without time zone", "interval" -> new SqlType.TimeType(digits);
      case "timestamp", "timestamp without time zone" -> new SqlType.DateTimeType(digits);
      case "timestamptz", "timestamp with time zone" -> new SqlType.InstantType(digits);
      case "uuid" -> new SqlType.UuidType();
      case "inet" -> new SqlType.InetType(0);
      case "json" -> new SqlType.JsonType(true);
      case "jsonb" -> new SqlType.JsonType(false);
      default -> new SqlType.UnknownType(nativeType);
    };
  }
}
