package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Ddl.Fidelity;
import dev.migrationplanner.schema.Collation;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.SqlType.BinaryType;
import dev.migrationplanner.schema.SqlType.BitType;
import dev.migrationplanner.schema.SqlType.BooleanType;
import dev.migrationplanner.schema.SqlType.DateTimeType;
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
import java.util.List;
import java.util.stream.Collectors;

/** For each type of PostgreSQL the MySQL or MariaDB type that holds it. */
final class MySqlDdlTypes {

  /** InnoDB's longest key, in bytes. */
  static final int KEY_BYTES_MAX = 3_072;

  private static final int UTF8_BYTES_MAX = 4;
  private static final int VARCHAR_LENGTH_MAX = 16_000;
  private static final int INET_LENGTH_MAX = 43;

  private MySqlDdlTypes() {}

  /** A type as it stands there. */
  record Held(SqlType type, String nativeType) {}

  /**
   * The type for a column.
   *
   * @param keyParts 0, or how many columns the widest key has that the column is part of: text and
   *     bytes without a bound get one there
   */
  static Held held(SqlType type, boolean mariaDb, int keyParts) {
    if (type instanceof TextType text) {
      return text(text, mariaDb, keyParts);
    }
    if (type instanceof BinaryType binary) {
      return binary(binary, keyParts);
    }
    if (type instanceof EnumType labels) {
      return new Held(type, "enum(" + labels(labels.labels()) + ")" + collate(mariaDb));
    }
    if (type instanceof SetType labels) {
      return new Held(type, "set(" + labels(labels.labels()) + ")" + collate(mariaDb));
    }
    return isNumber(type) ? number(type) : other(type, mariaDb);
  }

  static Fidelity fidelity(SqlType type, boolean mariaDb) {
    if (type instanceof UnknownType) {
      return Fidelity.BLOCKED;
    }
    if (type instanceof DecimalType decimal && !fits(decimal)) {
      return Fidelity.LOSSY;
    }
    return type instanceof JsonType && !mariaDb ? Fidelity.CANONICAL : Fidelity.EXACT;
  }

  /** The collation that compares bytes and nothing else (R07). */
  static String collate(boolean mariaDb) {
    return " CHARACTER SET utf8mb4 COLLATE " + collation(mariaDb);
  }

  private static String collation(boolean mariaDb) {
    return mariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
  }

  private static boolean fits(DecimalType type) {
    return type.precision() > 0 && type.precision() <= 65 && type.scale() <= 30;
  }

  private static boolean isNumber(SqlType type) {
    return type instanceof IntegerType
        || type instanceof BooleanType
        || type instanceof DecimalType
        || type instanceof FloatType
        || type instanceof BitType;
  }

  private static Held number(SqlType type) {
    if (type instanceof IntegerType integer) {
      return new Held(type, integer(integer));
    }
    if (type instanceof BooleanType) {
      return new Held(type, "tinyint(1)");
    }
    if (type instanceof FloatType real) {
      return new Held(type, real.bits() == 32 ? "float" : "double");
    }
    if (type instanceof BitType bit) {
      return new Held(type, "bit(" + bit.length() + ")");
    }
    DecimalType decimal = (DecimalType) type;
    DecimalType held = fits(decimal) ? decimal : new DecimalType(65, 30, false);
    return new Held(held, "decimal(%d,%d)".formatted(held.precision(), held.scale()));
  }

  private static String integer(IntegerType type) {
    String name =
        switch (type.bits()) {
          case 8 -> "tinyint";
          case 16 -> "smallint";
          case 24 -> "mediumint";
          case 32 -> "int";
          default -> "bigint";
        };
    return type.unsigned() ? name + " unsigned" : name;
  }

  private static Held text(TextType type, boolean mariaDb, int keyParts) {
    long length = type.lengthMax();
    if (keyParts > 0) {
      long room = KEY_BYTES_MAX / UTF8_BYTES_MAX / keyParts;
      length = length == 0 ? room : Math.min(length, room);
    }
    Collation collation = new Collation(collation(mariaDb), true, true, false);
    return length > 0 && length <= VARCHAR_LENGTH_MAX
        ? new Held(
            new TextType(false, length, collation), "varchar(" + length + ")" + collate(mariaDb))
        : new Held(new TextType(false, 0, collation), "longtext" + collate(mariaDb));
  }

  private static Held binary(BinaryType type, int keyParts) {
    long room = keyParts > 0 ? KEY_BYTES_MAX / keyParts : VARCHAR_LENGTH_MAX;
    long length = type.lengthMax() == 0 && keyParts > 0 ? room : Math.min(type.lengthMax(), room);
    return length > 0
        ? new Held(new BinaryType(false, length), "varbinary(" + length + ")")
        : new Held(new BinaryType(false, 0), "longblob");
  }

  private static Held other(SqlType type, boolean mariaDb) {
    if (type instanceof TimeType time) {
      return new Held(type, "time(" + time.precision() + ")");
    }
    if (type instanceof DateTimeType time) {
      return new Held(type, "datetime(" + time.precision() + ")");
    }
    if (type instanceof InstantType time) {
      // In UTC: TIMESTAMP ends in 2038 and begins in 1970 (R04).
      return new Held(new DateTimeType(time.precision()), "datetime(" + time.precision() + ")");
    }
    if (type instanceof JsonType) {
      return new Held(new JsonType(mariaDb), "json");
    }
    return named(type, mariaDb);
  }

  private static Held named(SqlType type, boolean mariaDb) {
    if (type instanceof UuidType) {
      // MariaDB's own uuid refuses some versions and variants that PostgreSQL takes.
      return ascii(36);
    }
    if (type instanceof InetType) {
      return ascii(INET_LENGTH_MAX);
    }
    if (type instanceof GeometryType) {
      return new Held(new BinaryType(false, 0), "longblob");
    }
    if (type instanceof SqlType.YearType) {
      return new Held(type, "year");
    }
    return type instanceof SqlType.DateType
        ? new Held(type, "date")
        : new Held(type, "longtext" + collate(mariaDb));
  }

  private static Held ascii(int length) {
    Collation bytes = new Collation("ascii_bin", true, true, true);
    return new Held(
        new TextType(false, length, bytes),
        "varchar(" + length + ") CHARACTER SET ascii COLLATE ascii_bin");
  }

  private static String labels(List<String> labels) {
    return labels.stream().map(MySqlDdlStatements::label).collect(Collectors.joining(","));
  }
}
