package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Ddl.Fidelity;
import dev.migrationplanner.schema.Collation;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.SqlType.BinaryType;
import dev.migrationplanner.schema.SqlType.BitType;
import dev.migrationplanner.schema.SqlType.BooleanType;
import dev.migrationplanner.schema.SqlType.DateTimeType;
import dev.migrationplanner.schema.SqlType.DateType;
import dev.migrationplanner.schema.SqlType.DecimalType;
import dev.migrationplanner.schema.SqlType.EnumType;
import dev.migrationplanner.schema.SqlType.FloatType;
import dev.migrationplanner.schema.SqlType.GeometryType;
import dev.migrationplanner.schema.SqlType.InetType;
import dev.migrationplanner.schema.SqlType.InstantType;
import dev.migrationplanner.schema.SqlType.IntegerType;
import dev.migrationplanner.schema.SqlType.JsonType;
import dev.migrationplanner.schema.SqlType.SetType;
import dev.migrationplanner.schema.SqlType.TextType;
import dev.migrationplanner.schema.SqlType.TimeType;
import dev.migrationplanner.schema.SqlType.UnknownType;
import dev.migrationplanner.schema.SqlType.UuidType;
import dev.migrationplanner.schema.SqlType.YearType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The lossless profile: for each type of the source the PostgreSQL type that holds every one of its
 * values and gives it back unchanged.
 */
final class PostgreSqlDdlTypes {

  private static final int LABEL_BYTES_MAX = 63;
  private static final int VARCHAR_LENGTH_MAX = 10_485_760;

  private PostgreSqlDdlTypes() {}

  /** A type as it stands in PostgreSQL. */
  record Held(SqlType type, String nativeType) {}

  /**
   * The PostgreSQL type for a column.
   *
   * @param counted whether the column is numbered by the engine, or tied by foreign keys to one
   *     that is: such a 64-bit unsigned column must be a bigint (H13)
   * @param enumType the name, quoted, that a native enum of this column would have
   */
  static Held held(Column source, boolean counted, String enumType) {
    SqlType type = source.type();
    Held number = number(type, counted, source.nativeType());
    if (number != null) {
      return number;
    }
    Held time = time(type);
    if (time != null) {
      return time;
    }
    Held text = text(type, source.nativeType(), enumType);
    return text != null ? text : other(type);
  }

  /** How values of a type fare. */
  static Fidelity fidelity(SqlType logical) {
    if (logical instanceof UnknownType) {
      return Fidelity.BLOCKED;
    }
    return logical instanceof JsonType json && !json.verbatim()
        ? Fidelity.CANONICAL
        : Fidelity.EXACT;
  }

  /** Whether a native enum can have these labels. */
  static boolean fitsNativeEnum(EnumType type) {
    return type.labels().stream()
        .allMatch(l -> l.getBytes(StandardCharsets.UTF_8).length <= LABEL_BYTES_MAX);
  }

  /** Whether the source declares the column as VARCHAR or CHAR, whose lengths count characters. */
  static boolean countsCharacters(String nativeType) {
    String name = nativeType.toLowerCase(Locale.ROOT);
    return name.startsWith("varchar") || name.startsWith("char") || name.startsWith("national");
  }

  private static @org.jspecify.annotations.Nullable Held number(
      SqlType type, boolean counted, String nativeType) {
    if (type instanceof IntegerType integer) {
      return integer(integer, counted);
    }
    if (type instanceof BooleanType) {
      return nativeType.startsWith("tinyint") || nativeType.startsWith("bool(")
          ? signed(16)
          : new Held(type, "boolean");
    }
    if (type instanceof DecimalType decimal) {
      return decimal(decimal);
    }
    if (type instanceof FloatType real) {
      return new Held(type, real.bits() == 32 ? "real" : "double precision");
    }
    return type instanceof YearType ? signed(16) : null;
  }

  private static Held integer(IntegerType type, boolean counted) {
    if (type.bits() == 64 && type.unsigned() && !counted) {
      return new Held(new DecimalType(20, 0, false), "numeric(20,0)");
    }
    int bits = type.unsigned() ? type.bits() + 1 : type.bits();
    return signed(bits <= 16 ? 16 : bits <= 32 ? 32 : 64);
  }

  private static Held signed(int bits) {
    String name = bits == 16 ? "smallint" : bits == 32 ? "integer" : "bigint";
    return new Held(new IntegerType(bits, false), name);
  }

  private static Held decimal(DecimalType type) {
    String name =
        type.precision() == 0
            ? "numeric"
            : "numeric(%d,%d)".formatted(type.precision(), type.scale());
    return new Held(new DecimalType(type.precision(), type.scale(), false), name);
  }

  private static @org.jspecify.annotations.Nullable Held time(SqlType type) {
    if (type instanceof DateType) {
      return new Held(type, "date");
    }
    if (type instanceof TimeType time) {
      return new Held(type, "interval(%d)".formatted(time.precision()));
    }
    if (type instanceof DateTimeType time) {
      return new Held(type, "timestamp(%d) without time zone".formatted(time.precision()));
    }
    return type instanceof InstantType time
        ? new Held(type, "timestamp(%d) with time zone".formatted(time.precision()))
        : null;
  }

  private static @org.jspecify.annotations.Nullable Held text(
      SqlType type, String nativeType, String enumType) {
    if (type instanceof TextType text) {
      return text(text, nativeType);
    }
    if (type instanceof EnumType labels) {
      return fitsNativeEnum(labels)
          ? new Held(type, enumType)
          : new Held(new TextType(false, 0, Collation.BYTES), "text");
    }
    if (type instanceof SetType) {
      return new Held(type, "text[]");
    }
    return type instanceof JsonType json
        ? new Held(type, json.verbatim() ? "json" : "jsonb")
        : null;
  }

  private static Held text(TextType type, String nativeType) {
    long length = type.lengthMax();
    boolean bounded =
        (type.fixed() || countsCharacters(nativeType))
            && length > 0
            && length <= VARCHAR_LENGTH_MAX;
    return bounded
        ? new Held(
            new TextType(false, length, Collation.BYTES), "character varying(" + length + ")")
        : new Held(new TextType(false, 0, Collation.BYTES), "text");
  }

  private static Held other(SqlType type) {
    if (type instanceof BinaryType || type instanceof GeometryType) {
      return new Held(new BinaryType(false, 0), "bytea");
    }
    if (type instanceof BitType bit) {
      return new Held(type, "bit(" + bit.length() + ")");
    }
    if (type instanceof UuidType) {
      return new Held(type, "uuid");
    }
    if (type instanceof InetType) {
      return new Held(type, "inet");
    }
    return new Held(type, "text");
  }
}
