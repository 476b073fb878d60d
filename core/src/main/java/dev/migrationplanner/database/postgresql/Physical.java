package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.SqlType;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How PostgreSQL stores a column: what its binary form looks like, and what a text is cast to. A
 * domain is stored as its base type; an enum and anything else that is text on the wire is TEXT.
 */
enum Physical {
  BOOL("boolean"),
  INT2("smallint"),
  INT4("integer"),
  INT8("bigint"),
  NUMERIC("numeric"),
  FLOAT4("real"),
  FLOAT8("double precision"),
  TEXT("text"),
  VARCHAR("varchar"),
  BPCHAR("bpchar"),
  ENUM(""),
  BYTEA("bytea"),
  BIT("bit varying"),
  DATE("date"),
  TIME("time"),
  TIMESTAMP("timestamp"),
  TIMESTAMPTZ("timestamptz"),
  INTERVAL("interval"),
  JSON("json"),
  JSONB("jsonb"),
  UUID("uuid"),
  INET("inet"),
  CIDR("cidr"),
  TEXT_ARRAY("text[]"),
  UNKNOWN("");

  private static final Map<String, Physical> BY_NAME =
      Map.ofEntries(
          Map.entry("boolean", BOOL),
          Map.entry("bool", BOOL),
          Map.entry("smallint", INT2),
          Map.entry("int2", INT2),
          Map.entry("integer", INT4),
          Map.entry("int", INT4),
          Map.entry("int4", INT4),
          Map.entry("bigint", INT8),
          Map.entry("int8", INT8),
          Map.entry("numeric", NUMERIC),
          Map.entry("decimal", NUMERIC),
          Map.entry("real", FLOAT4),
          Map.entry("float4", FLOAT4),
          Map.entry("double precision", FLOAT8),
          Map.entry("float8", FLOAT8),
          Map.entry("text", TEXT),
          Map.entry("citext", TEXT),
          Map.entry("name", TEXT),
          Map.entry("character varying", VARCHAR),
          Map.entry("varchar", VARCHAR),
          Map.entry("character", BPCHAR),
          Map.entry("char", BPCHAR),
          Map.entry("bpchar", BPCHAR),
          Map.entry("bytea", BYTEA),
          Map.entry("bit", BIT),
          Map.entry("bit varying", BIT),
          Map.entry("varbit", BIT),
          Map.entry("date", DATE),
          Map.entry("time", TIME),
          Map.entry("time without time zone", TIME),
          Map.entry("timestamp", TIMESTAMP),
          Map.entry("timestamp without time zone", TIMESTAMP),
          Map.entry("timestamptz", TIMESTAMPTZ),
          Map.entry("timestamp with time zone", TIMESTAMPTZ),
          Map.entry("interval", INTERVAL),
          Map.entry("json", JSON),
          Map.entry("jsonb", JSONB),
          Map.entry("uuid", UUID),
          Map.entry("inet", INET),
          Map.entry("cidr", CIDR),
          Map.entry("text[]", TEXT_ARRAY));

  private final String castName;

  Physical(String castName) {
    this.castName = castName;
  }

  /** How the column is stored: by its native type, or, for a domain or enum, by its neutral one. */
  static Physical of(Column column) {
    Physical named = BY_NAME.get(bareName(column.nativeType()));
    return named != null ? named : ofNeutral(column.type());
  }

  /**
   * The type, without length (but for bits), to which a text literal of this column's values is
   * cast.
   */
  String castName(Column column) {
    return this == ENUM || this == BIT ? column.nativeType() : castName;
  }

  /** Whether the type has an equality that tells apart whatever has another canonical value. */
  boolean comparesExactly() {
    return this != JSON && this != JSONB && this != FLOAT4 && this != FLOAT8 && this != UNKNOWN;
  }

  /** The native name in lower case without length, precision and quotes. */
  static String bareName(String nativeType) {
    String known = BARE.get(nativeType);
    if (known != null) {
      return known;
    }
    String bare = strip(nativeType);
    if (BARE.size() < BARE_MAX) {
      BARE.put(nativeType, bare);
    }
    return bare;
  }

  private static final int BARE_MAX = 10_000;
  private static final Map<String, String> BARE = new ConcurrentHashMap<>();

  private static String strip(String nativeType) {
    return nativeType
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\([^)]*\\)", "")
        .replaceAll("\\s+", " ")
        .replaceFirst("^(?:[a-z0-9_]+\\.)?citext$", "citext")
        .strip();
  }

  private static Physical ofNeutral(SqlType type) {
    if (type instanceof SqlType.IntegerType integer) {
      return integer.bits() <= 16 ? INT2 : integer.bits() <= 32 ? INT4 : INT8;
    }
    if (type instanceof SqlType.TextType text) {
      return text.fixed() ? BPCHAR : TEXT;
    }
    if (type instanceof SqlType.FloatType real) {
      return real.bits() <= 32 ? FLOAT4 : FLOAT8;
    }
    if (type instanceof SqlType.JsonType json) {
      return json.verbatim() ? JSON : JSONB;
    }
    return BY_CLASS.getOrDefault(type.getClass(), UNKNOWN);
  }

  private static final Map<Class<? extends SqlType>, Physical> BY_CLASS =
      Map.ofEntries(
          Map.entry(SqlType.BooleanType.class, BOOL),
          Map.entry(SqlType.DecimalType.class, NUMERIC),
          Map.entry(SqlType.BinaryType.class, BYTEA),
          Map.entry(SqlType.BitType.class, BIT),
          Map.entry(SqlType.DateType.class, DATE),
          Map.entry(SqlType.TimeType.class, TIME),
          Map.entry(SqlType.DateTimeType.class, TIMESTAMP),
          Map.entry(SqlType.InstantType.class, TIMESTAMPTZ),
          Map.entry(SqlType.YearType.class, INT2),
          Map.entry(SqlType.EnumType.class, ENUM),
          Map.entry(SqlType.SetType.class, TEXT_ARRAY),
          Map.entry(SqlType.UuidType.class, UUID),
          Map.entry(SqlType.InetType.class, INET),
          Map.entry(SqlType.GeometryType.class, BYTEA));
}
