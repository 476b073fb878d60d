package dev.migrationplanner.database.postgresql;

import static dev.migrationplanner.database.postgresql.PostgreSqlDdlDefaults.literal;

import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.SqlType.BinaryType;
import dev.migrationplanner.schema.SqlType.BooleanType;
import dev.migrationplanner.schema.SqlType.DateTimeType;
import dev.migrationplanner.schema.SqlType.DateType;
import dev.migrationplanner.schema.SqlType.DecimalType;
import dev.migrationplanner.schema.SqlType.EnumType;
import dev.migrationplanner.schema.SqlType.FloatType;
import dev.migrationplanner.schema.SqlType.InetType;
import dev.migrationplanner.schema.SqlType.InstantType;
import dev.migrationplanner.schema.SqlType.IntegerType;
import dev.migrationplanner.schema.SqlType.SetType;
import dev.migrationplanner.schema.SqlType.TextType;
import dev.migrationplanner.schema.SqlType.TimeType;
import dev.migrationplanner.schema.SqlType.YearType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the new side must refuse because the old one could not hold it: without these a rollback
 * would lose writes. No guard refuses a value that the source accepts.
 */
final class PostgreSqlDdlGuards {

  private PostgreSqlDdlGuards() {}

  /** The condition for a MySQL column held as {@code column} (quoted), null if none is needed. */
  static @Nullable String condition(Column source, String nativeType, String column) {
    if (nativeType.equals("boolean") || nativeType.equals("uuid")) {
      return null;
    }
    if (nativeType.equals("inet") && source.type() instanceof TextType text) {
      return "char_length(abbrev(%s)) <= %d".formatted(column, text.lengthMax());
    }
    var parts = new ArrayList<String>();
    parts.addAll(numbers(source, nativeType, column));
    parts.addAll(times(source.type(), column));
    parts.addAll(texts(source, column));
    return parts.isEmpty() ? null : String.join(" AND ", parts);
  }

  private static List<String> numbers(Column source, String nativeType, String column) {
    SqlType type = source.type();
    boolean unsigned = source.nativeType().contains("unsigned");
    if (type instanceof IntegerType integer) {
      return integer(integer, nativeType, column);
    }
    if (type instanceof BooleanType && nativeType.equals("smallint")) {
      return List.of(column + " BETWEEN -128 AND 127");
    }
    if (type instanceof YearType) {
      return List.of("(" + column + " = 0 OR " + column + " BETWEEN 1901 AND 2155)");
    }
    if (type instanceof DecimalType decimal) {
      String finite = column + " <> 'NaN'";
      return unsigned || decimal.unsigned() ? List.of(finite, column + " >= 0") : List.of(finite);
    }
    if (type instanceof FloatType) {
      String finite = column + " NOT IN ('NaN', 'Infinity', '-Infinity')";
      return unsigned ? List.of(finite, column + " >= 0") : List.of(finite);
    }
    return List.of();
  }

  private static List<String> integer(IntegerType type, String nativeType, String column) {
    if (nativeType.equals("bigint") && type.bits() == 64) {
      return type.unsigned() ? List.of(column + " >= 0") : List.of();
    }
    if (!type.unsigned() && (type.bits() == 16 || type.bits() == 32)) {
      return List.of();
    }
    BigInteger one = BigInteger.ONE;
    BigInteger low = type.unsigned() ? BigInteger.ZERO : one.shiftLeft(type.bits() - 1).negate();
    BigInteger high = one.shiftLeft(type.unsigned() ? type.bits() : type.bits() - 1).subtract(one);
    return List.of("%s BETWEEN %s AND %s".formatted(column, low, high));
  }

  private static List<String> times(SqlType type, String column) {
    if (type instanceof DateType) {
      return List.of(column + " BETWEEN '0001-01-01' AND '9999-12-31'");
    }
    if (type instanceof DateTimeType) {
      return List.of(column + " BETWEEN '0001-01-01' AND '9999-12-31 23:59:59.999999'");
    }
    if (type instanceof InstantType) {
      return List.of(
          column + " BETWEEN '1970-01-01 00:00:01+00' AND '2038-01-19 03:14:07.999999+00'");
    }
    return type instanceof TimeType
        ? List.of(
            column + " BETWEEN '-838:59:59.999999' AND '838:59:59.999999'",
            "date_part('year', " + column + ") = 0",
            "date_part('month', " + column + ") = 0")
        : List.of();
  }

  private static List<String> texts(Column source, String column) {
    SqlType type = source.type();
    if (type instanceof TextType text) {
      var parts = new ArrayList<>(text(text, source.nativeType(), column));
      PostgreSqlDdlCharsets.condition(text.collation().name(), column).ifPresent(parts::add);
      return parts;
    }
    if (type instanceof EnumType labels && !PostgreSqlDdlTypes.fitsNativeEnum(labels)) {
      return List.of(labels(labels, column));
    }
    if (type instanceof SetType labels) {
      return List.of(set(labels, column));
    }
    if (type instanceof BinaryType binary) {
      return binary(binary, source.nativeType(), column);
    }
    return type instanceof InetType inet ? inet(inet, column) : List.of();
  }

  private static List<String> text(TextType type, String nativeType, String column) {
    if (type.fixed()) {
      return List.of(column + " = rtrim(" + column + ", ' ')");
    }
    boolean characters = PostgreSqlDdlTypes.countsCharacters(nativeType);
    if (characters && type.lengthMax() == 0) {
      return List.of(column + " = ''");
    }
    long bytes = bytesMax(nativeType);
    return bytes > 0
        ? List.of(PostgreSqlDdlCharsets.bytes(type.collation().name(), column) + " <= " + bytes)
        : List.of();
  }

  /** What MySQL's four sizes of TEXT and BLOB hold; 0 where that is more than PostgreSQL's own. */
  private static long bytesMax(String nativeType) {
    String name = nativeType.toLowerCase(Locale.ROOT);
    if (name.startsWith("tiny")) {
      return 255;
    }
    if (name.startsWith("text") || name.startsWith("blob")) {
      return 65_535;
    }
    return name.startsWith("medium") ? 16_777_215 : 0;
  }

  /** The labels, each once, in their declared order. */
  private static String set(SetType type, String column) {
    String members =
        type.labels().stream()
            .map(l -> "CASE WHEN %1$s = ANY (%2$s) THEN %1$s END".formatted(literal(l), column))
            .collect(Collectors.joining(", "));
    return "concat_ws(',', %s) = array_to_string(%s, ',', '')".formatted(members, column);
  }

  private static List<String> binary(BinaryType type, String nativeType, String column) {
    long most = type.lengthMax() > 0 ? type.lengthMax() : bytesMax(nativeType);
    if (most == 0 || most >= (1L << 30)) {
      return List.of();
    }
    String compares = type.fixed() ? " = " : " <= ";
    return List.of("octet_length(" + column + ")" + compares + most);
  }

  /** The condition that a text is one of the labels. */
  static String labels(EnumType type, String column) {
    return column
        + " IN ("
        + type.labels().stream()
            .map(PostgreSqlDdlDefaults::literal)
            .collect(Collectors.joining(", "))
        + ")";
  }

  private static List<String> inet(InetType type, String column) {
    if (type.version() == 0) {
      return List.of();
    }
    int bits = type.version() == 4 ? 32 : 128;
    return List.of(
        "family(%1$s) = %2$d AND masklen(%1$s) = %3$d".formatted(column, type.version(), bits));
  }
}
