package dev.migrationplanner.database.mysql;

import dev.migrationplanner.schema.Collation;
import dev.migrationplanner.schema.SqlType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes types of what information_schema.columns says. */
final class ColumnTypes {

  private ColumnTypes() {}

  /** The type of the current row of {@link CatalogSql#COLUMNS}. */
  static SqlType of(ResultSet row) throws SQLException {
    return of(
        row.getString(5),
        row.getString(11),
        new Facets(row.getLong(6), row.getInt(7), row.getInt(8), row.getInt(9), row.getString(10)));
  }

  /** Length, precision, scale, fractional digits and collation, 0 or null where it has none. */
  record Facets(long length, int precision, int scale, int digits, @Nullable String collation) {}

  static SqlType of(String dataType, String columnType, Facets facets) {
    boolean unsigned = columnType.toLowerCase(Locale.ROOT).contains("unsigned");
    return switch (dataType.toLowerCase(Locale.ROOT)) {
      case "tinyint" -> new SqlType.IntegerType(8, unsigned);
      case "smallint" -> new SqlType.IntegerType(16, unsigned);
      case "mediumint" -> new SqlType.IntegerType(24, unsigned);
      case "int", "integer" -> new SqlType.IntegerType(32, unsigned);
      case "bigint" -> new SqlType.IntegerType(64, unsigned);
      case "bit" -> new SqlType.BitType(facets.precision);
      case "decimal", "numeric" ->
          new SqlType.DecimalType(facets.precision, facets.scale, unsigned);
      case "float" -> new SqlType.FloatType(32);
      case "double", "real" -> new SqlType.FloatType(64);
      case "date" -> new SqlType.DateType();
      case "time" -> new SqlType.TimeType(facets.digits);
      case "datetime" -> new SqlType.DateTimeType(facets.digits);
      case "timestamp" -> new SqlType.InstantType(facets.digits);
      case "year" -> new SqlType.YearType();
      default -> ofText(dataType.toLowerCase(Locale.ROOT), columnType, facets);
    };
  }

  private static SqlType ofText(String dataType, String columnType, Facets facets) {
    return switch (dataType) {
      case "char" -> new SqlType.TextType(true, facets.length, collation(facets.collation));
      case "varchar" -> new SqlType.TextType(false, facets.length, collation(facets.collation));
      case "tinytext", "text", "mediumtext", "longtext" ->
          new SqlType.TextType(false, 0, collation(facets.collation));
      case "binary" -> new SqlType.BinaryType(true, facets.length);
      case "varbinary" -> new SqlType.BinaryType(false, facets.length);
      case "tinyblob", "blob", "mediumblob", "longblob" -> new SqlType.BinaryType(false, 0);
      case "enum" -> new SqlType.EnumType(labels(columnType));
      case "set" -> new SqlType.SetType(labels(columnType));
      case "json" -> new SqlType.JsonType(false);
      case "uuid" -> new SqlType.UuidType();
      case "inet4" -> new SqlType.InetType(4);
      case "inet6" -> new SqlType.InetType(6);
      case "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection",
          "geomcollection" ->
          new SqlType.GeometryType(dataType);
      default -> new SqlType.UnknownType(columnType);
    };
  }

  /**
   * How a collation compares, by its name: {@code _bin} and {@code _cs} tell case, {@code _bin} and
   * {@code _as} accents, {@code nopad} (MariaDB) and {@code _0900_} (MySQL) padding.
   */
  static Collation collation(@Nullable String name) {
    if (name == null || name.equals("binary")) {
      return Collation.BYTES;
    }
    boolean bytes = name.endsWith("_bin");
    boolean caseSensitive = bytes || name.endsWith("_cs");
    boolean accentSensitive =
        bytes || name.contains("_as_") || (caseSensitive && !name.contains("_ai_"));
    boolean noPad = name.contains("nopad") || name.contains("_0900_");
    return new Collation(name, caseSensitive, accentSensitive, !noPad);
  }

  /** The labels in {@code enum('a','it''s')}. */
  static List<String> labels(String columnType) {
    var labels = new ArrayList<String>();
    int at = columnType.indexOf('\'');
    while (at >= 0) {
      var label = new StringBuilder();
      at = literal(columnType, at + 1, label);
      labels.add(label.toString());
      at = columnType.indexOf('\'', at);
    }
    return labels;
  }

  /**
   * Reads a quoted literal whose opening quote is before {@code at}; returns the place after it.
   */
  static int literal(String sql, int at, StringBuilder value) {
    int i = at;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\'') {
        if (i + 1 >= sql.length() || sql.charAt(i + 1) != '\'') {
          return i + 1;
        }
        i++;
      } else if (c == '\\' && i + 1 < sql.length()) {
        c = escaped(sql.charAt(++i));
      }
      value.append(c);
      i++;
    }
    return i;
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '0' -> '\0';
      case 'Z' -> '\032';
      default -> c;
    };
  }
}
