package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.SqlType.BinaryType;
import dev.migrationplanner.schema.SqlType.BitType;
import dev.migrationplanner.schema.SqlType.DateTimeType;
import dev.migrationplanner.schema.SqlType.DecimalType;
import dev.migrationplanner.schema.SqlType.EnumType;
import dev.migrationplanner.schema.SqlType.FloatType;
import dev.migrationplanner.schema.SqlType.GeometryType;
import dev.migrationplanner.schema.SqlType.InetType;
import dev.migrationplanner.schema.SqlType.InstantType;
import dev.migrationplanner.schema.SqlType.JsonTreeType;
import dev.migrationplanner.schema.SqlType.JsonType;
import dev.migrationplanner.schema.SqlType.SetType;
import dev.migrationplanner.schema.SqlType.TextType;
import dev.migrationplanner.schema.SqlType.TimeType;
import dev.migrationplanner.schema.SqlType.UuidType;
import dev.migrationplanner.schema.SqlType.YearType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** The canonical text of a column's value, as MySQL's and MariaDB's SQL. */
final class MySqlDigestsColumns {

  private static final long RAW_LENGTH_MAX = 4_000;
  private static final int LENGTHS_IN_NUMBER = 3;
  private static final long LENGTH_MAX = (1 << 20) - 1;

  /**
   * The 8 bytes of a double, as they stand in a point behind its SRID (4 bytes), byte order and
   * type. MySQL's texts of doubles have 22 characters at most, and so not always all digits.
   */
  private static final String BITS = "lower(hex(substr(POINT(%s, 0), 10, 8)))";

  /** Texts, which stay, or zeros at the end of a fraction, of which what stands before stays. */
  private static final String NEEDLESS_ZEROS =
      """
      ("(?:[^"\\\\]++|\\\\.)*+")|([.][0-9]*[1-9])0+(?![0-9])|[.]0+(?![0-9])""";

  private MySqlDigestsColumns() {}

  /**
   * Hash of the whole row: 32 hexadecimal digits, of the text that {@link
   * dev.migrationplanner.database.Digests} describes.
   */
  static String rowHash(TableView view) {
    String unhashed = "'" + Long.toHexString(poison()) + "'";
    var fields = new ArrayList<String>();
    var texts = new ArrayList<ColumnView>();
    for (ColumnView column : view.columns()) {
      if (isText(column.logical())) {
        texts.add(column);
      } else {
        fields.add(field(column, unhashed));
      }
    }
    for (int from = 0; from < texts.size(); from += LENGTHS_IN_NUMBER) {
      fields.add(lengths(texts.subList(from, Math.min(texts.size(), from + LENGTHS_IN_NUMBER))));
    }
    String all = String.join(", ',', ", fields);
    return texts.stream()
        .map(c -> ", " + text(c, unhashed))
        .collect(Collectors.joining("", "md5(concat(" + all, "))"));
  }

  /** Hash of one column's value: 16 hexadecimal digits, "" for NULL, NULL if a limit was hit. */
  static String columnHash(ColumnView column) {
    return "IF(%s IS NULL, '', left(md5(concat(%s)), 16))".formatted(name(column), value(column));
  }

  /** Bucket of the row's key, from 0. */
  static String bucket(TableView view, int buckets) {
    return view.keyColumns().stream()
        .map(MySqlDigestsColumns::keyText)
        .map(k -> "length(%1$s),':',%1$s".formatted(k))
        .collect(Collectors.joining(",", "conv(left(md5(concat(", ")), 8), 16, 10) % " + buckets));
  }

  /** The canonical text of a key column (see {@code CanonicalText}). */
  static String keyText(ColumnView column) {
    SqlType type = column.logical();
    String name = name(column);
    if (type instanceof DateTimeType || type instanceof InstantType) {
      return "date_format(" + name + ", '%Y-%m-%d %H:%i:%s.%f')";
    }
    if (type instanceof BinaryType || type instanceof GeometryType) {
      return "lower(hex(" + name + "))";
    }
    if (type instanceof InetType) {
      return converted(column);
    }
    return text(type) ? utf8(column) : value(column);
  }

  /**
   * What stands for a hash that a limit of the server turned into NULL: another number each time,
   * so that it equals nothing, on the other side neither.
   */
  static long poison() {
    return ThreadLocalRandom.current().nextLong();
  }

  /** A value whose text has no comma; never NULL. */
  private static String field(ColumnView column, String unhashed) {
    String value = value(column);
    if (hashed(column.logical())) {
      String hash = "IFNULL(md5(" + value + "), " + unhashed + ")";
      return column.column().nullable()
          ? "IF(%s IS NULL, '', %s)".formatted(name(column), hash)
          : hash;
    }
    return orEmpty(column, value);
  }

  /** The lengths of some texts as one number. */
  private static String lengths(List<ColumnView> texts) {
    var terms = new ArrayList<String>();
    long weight = 1;
    for (ColumnView column : texts) {
      String length = "length(" + value(column) + ") + 1";
      String known = column.column().nullable() ? "IFNULL(" + length + ", 0)" : length;
      String bounded = "LEAST(" + known + ", " + LENGTH_MAX + ")";
      terms.add(weight == 1 ? bounded : bounded + " * " + weight);
      weight *= LENGTH_MAX + 1;
    }
    return String.join(" + ", terms);
  }

  /** A text, or the hash of a long one; never NULL. */
  private static String text(ColumnView column, String unhashed) {
    String value = value(column);
    if (!unbounded(column.logical())) {
      return orEmpty(column, value);
    }
    String some =
        "IFNULL(IF(length(%1$s) > %2$d, md5(%1$s), %1$s), %3$s)"
            .formatted(value, RAW_LENGTH_MAX, unhashed);
    return column.column().nullable()
        ? "IF(%s IS NULL, '', %s)".formatted(name(column), some)
        : some;
  }

  private static String orEmpty(ColumnView column, String sql) {
    return column.column().nullable() ? "IFNULL(" + sql + ", '')" : sql;
  }

  private static boolean hashed(SqlType type) {
    return type instanceof BinaryType || type instanceof GeometryType;
  }

  private static boolean isText(SqlType type) {
    return text(type) || type instanceof JsonType || type instanceof JsonTreeType;
  }

  /**
   * Long texts without a small bound are hashed on their own: no limit on the row's text is met.
   */
  private static boolean unbounded(SqlType type) {
    return type instanceof JsonType
        || type instanceof JsonTreeType
        || (type instanceof TextType text
            && (text.lengthMax() == 0 || text.lengthMax() > RAW_LENGTH_MAX));
  }

  private static boolean text(SqlType type) {
    return type instanceof TextType
        || type instanceof EnumType
        || type instanceof SetType
        || type instanceof UuidType
        || type instanceof InetType;
  }

  private static String value(ColumnView column) {
    SqlType type = column.logical();
    String name = name(column);
    if (type instanceof JsonTreeType) {
      return "JSON_NORMALIZE(" + utf8(column) + ")";
    }
    if (type instanceof JsonType json && !json.verbatim()) {
      return tree(column);
    }
    if (text(type) || type instanceof JsonType) {
      return utf8(column);
    }
    if (type instanceof DateTimeType || type instanceof InstantType) {
      return fraction(column) ? trimmed(name) : name;
    }
    if (type instanceof TimeType) {
      return """
      (IF(%1$s < CAST('00:00:00' AS TIME), -1, 1) * \
      ((hour(%1$s) * 3600 + minute(%1$s) * 60 + second(%1$s)) * 1000000 + microsecond(%1$s)))"""
          .formatted(name);
    }
    return number(column, type, name);
  }

  /** JSON whose numbers have no needless zeros; MariaDB's and MySQL's replacements differ. */
  private static String tree(ColumnView column) {
    boolean mariaDb = column.column().type() instanceof JsonType held && held.verbatim();
    return """
    IF(%1$s LIKE '%%.%%0%%' AND length(%1$s) < 65536, REGEXP_REPLACE(%1$s, '%2$s', '%3$s'), %1$s)"""
        .formatted(utf8(column), NEEDLESS_ZEROS, mariaDb ? "\\1\\2" : "$1$2");
  }

  private static String number(ColumnView column, SqlType type, String name) {
    String nativeType = column.column().nativeType();
    if (type instanceof FloatType) {
      return BITS.formatted(name);
    }
    if (type instanceof BitType bit && bit.length() == Long.SIZE) {
      return "CAST(" + name + " + 0 AS SIGNED)";
    }
    if (type instanceof BitType || type instanceof YearType || nativeType.contains("zerofill")) {
      return "(" + name + " + 0)";
    }
    boolean unbounded = type instanceof DecimalType decimal && decimal.precision() == 0;
    return unbounded ? trimmed(name) : name;
  }

  private static String trimmed(String name) {
    return "trim(TRAILING '.' FROM trim(TRAILING '0' FROM " + name + "))";
  }

  private static boolean fraction(ColumnView column) {
    SqlType held = column.column().type();
    return !(held instanceof DateTimeType time && time.precision() == 0)
        && !(held instanceof InstantType instant && instant.precision() == 0);
  }

  private static String utf8(ColumnView column) {
    if (column.logical() instanceof InetType && column.column().type() instanceof InetType) {
      return "lower(hex(inet6_aton(CAST(" + name(column) + " AS CHAR))))";
    }
    String text = converted(column);
    if (column.logical() instanceof TextType type && type.fixed()) {
      return "trim(TRAILING ' ' FROM " + text + ")";
    }
    return column.logical() instanceof UuidType ? "lower(" + text + ")" : text;
  }

  /** Text that is not stored as UTF-8 is converted by the server that knows it (H26). */
  private static String converted(ColumnView column) {
    boolean stored =
        column.column().type() instanceof TextType text
            && text.collation().name().startsWith("utf8");
    return stored ? name(column) : "CONVERT(" + name(column) + " USING utf8mb4)";
  }

  private static String name(ColumnView column) {
    return Quoting.BACKTICK.quote(column.name());
  }
}
