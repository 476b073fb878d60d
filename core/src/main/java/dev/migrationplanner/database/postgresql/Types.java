package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.schema.Collation;
import dev.migrationplanner.schema.SqlType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** PostgreSQL's types as neutral ones. */
final class Types {

  private record Known(
      String name, boolean domain, long base, int modifier, String spelled, List<String> labels) {}

  private final Map<Long, Known> types = new HashMap<>();
  private final Map<Long, Collation> collations = new HashMap<>();

  private Types() {}

  static Types read(Connection connection) throws SQLException {
    var types = new Types();
    try (var statement = connection.createStatement()) {
      statement.setFetchSize(0);
      try (ResultSet row = statement.executeQuery(CatalogSql.TYPES)) {
        while (row.next()) {
          types.types.put(row.getLong(1), known(row));
        }
      }
      try (ResultSet row = statement.executeQuery(CatalogSql.COLLATIONS)) {
        while (row.next()) {
          types.collations.put(row.getLong(1), collation(row));
        }
      }
    }
    return types;
  }

  private static Known known(ResultSet row) throws SQLException {
    Array labels = row.getArray(7);
    return new Known(
        // A user's own type may be called like a built-in one.
        row.getBoolean(8) || row.getString(2).equals("citext") ? row.getString(2) : "",
        row.getString(3).equals("d"),
        row.getLong(4),
        row.getInt(5),
        row.getString(6),
        labels == null ? List.of() : List.of((String[]) labels.getArray()));
  }

  private static Collation collation(ResultSet row) throws SQLException {
    String name = row.getString(2);
    boolean bytes = name.equals("\"C\"") || name.equals("\"POSIX\"");
    if (bytes) {
      return Collation.BYTES;
    }
    if (row.getBoolean(3)) {
      return new Collation(name, true, true, false);
    }
    String locale = row.getString(4);
    boolean level1 = locale.contains("ks-level1");
    boolean level2 = locale.contains("ks-level2");
    boolean caseKept = locale.contains("kc-true") || locale.contains("kc-upper");
    return new Collation(name, caseKept || !(level1 || level2), !level1, false);
  }

  SqlType of(long oid, int modifier, long collation) {
    Known type = types.get(oid);
    if (type == null) {
      return new SqlType.UnknownType("type " + oid);
    }
    if (type.domain()) {
      return of(type.base(), type.modifier(), collation);
    }
    if (!type.labels().isEmpty()) {
      return new SqlType.EnumType(type.labels());
    }
    return builtIn(type, modifier, collations.getOrDefault(collation, Collation.BYTES));
  }

  private static SqlType builtIn(Known type, int modifier, Collation collation) {
    return switch (type.name()) {
      case "int2" -> new SqlType.IntegerType(16, false);
      case "int4" -> new SqlType.IntegerType(32, false);
      case "int8" -> new SqlType.IntegerType(64, false);
      case "bool" -> new SqlType.BooleanType();
      case "numeric" -> decimal(modifier);
      case "float4" -> new SqlType.FloatType(32);
      case "float8" -> new SqlType.FloatType(64);
      case "text" -> new SqlType.TextType(false, 0, collation);
      case "citext" -> new SqlType.TextType(false, 0, new Collation("citext", false, true, false));
      case "name" -> new SqlType.TextType(false, 63, collation);
      case "varchar" -> new SqlType.TextType(false, Math.max(0, modifier - 4), collation);
      case "bpchar" -> new SqlType.TextType(true, Math.max(0, modifier - 4), collation);
      case "bytea" -> new SqlType.BinaryType(false, 0);
      case "bit" -> bit(type, modifier);
      case "date" -> new SqlType.DateType();
      case "time" -> new SqlType.TimeType(modifier < 0 ? 6 : modifier);
      case "interval" -> new SqlType.TimeType(intervalPrecision(modifier));
      case "timestamp" -> new SqlType.DateTimeType(modifier < 0 ? 6 : modifier);
      case "timestamptz" -> new SqlType.InstantType(modifier < 0 ? 6 : modifier);
      case "uuid" -> new SqlType.UuidType();
      case "inet" -> new SqlType.InetType(0);
      case "json" -> new SqlType.JsonType(true);
      case "jsonb" -> new SqlType.JsonType(false);
      default -> new SqlType.UnknownType(type.spelled());
    };
  }

  /** A negative scale rounds to tens, hundreds ...: those are whole numbers. */
  private static SqlType decimal(int modifier) {
    if (modifier < 4) {
      return new SqlType.DecimalType(0, 0, false);
    }
    int precision = ((modifier - 4) >> 16) & 0xffff;
    int scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
    return scale < 0
        ? new SqlType.DecimalType(precision - scale, 0, false)
        : new SqlType.DecimalType(Math.max(precision, scale), scale, false);
  }

  private static SqlType bit(Known type, int modifier) {
    return modifier >= 1 && modifier <= 64
        ? new SqlType.BitType(modifier)
        : new SqlType.UnknownType(type.spelled());
  }

  private static int intervalPrecision(int modifier) {
    int precision = modifier & 0xffff;
    return modifier < 0 || precision > 6 ? 6 : precision;
  }
}
