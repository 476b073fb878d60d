package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.TableView;
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
import dev.migrationplanner.schema.SqlType.JsonTreeType;
import dev.migrationplanner.schema.SqlType.JsonType;
import dev.migrationplanner.schema.SqlType.SetType;
import dev.migrationplanner.schema.SqlType.TextType;
import dev.migrationplanner.schema.SqlType.TimeType;
import dev.migrationplanner.schema.SqlType.UuidType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The canonical text of a column's value, as PostgreSQL's SQL. */
final class PostgreSqlDigestsColumns {

  private static final long RAW_LENGTH_MAX = 4_000;
  private static final int ARGUMENTS_MAX = 80;
  private static final int OPERANDS_MAX = 16;
  private static final int LENGTHS_IN_NUMBER = 3;
  private static final long LENGTH_MAX = (1 << 20) - 1;

  /**
   * The 8 bytes of a double, the lowest first as MySQL gives them: letter n is digit n of what is
   * sent.
   */
  private static final String BITS =
      "translate('opmnklijghefcdab', 'abcdefghijklmnop', encode(float8send(%s), 'hex'))";

  /** JSON whose numbers have no needless zeros: texts stay, zeros at the end of a fraction go. */
  private static final String TREE =
      """
      CASE WHEN %1$s LIKE '%%.%%0%%' AND octet_length(%1$s) < 65536 \
      THEN regexp_replace(%1$s, \
      '("(?:[^"\\\\]|\\\\.)*")|([.][0-9]*[1-9])0+(?![0-9])|[.]0+(?![0-9])', '\\1\\2', 'g') \
      ELSE %1$s END""";

  private PostgreSqlDigestsColumns() {}

  /**
   * Hash of the whole row: 32 hexadecimal digits, of the text that {@link
   * dev.migrationplanner.database.Digests} describes. Joined by operators: concat() takes twice as
   * long, for it looks at every argument's type again.
   */
  static String rowHash(TableView view) {
    var fields = new ArrayList<String>();
    var texts = new ArrayList<ColumnView>();
    for (ColumnView column : view.columns()) {
      if (isText(column.logical())) {
        texts.add(column);
      } else {
        fields.add(field(column));
      }
    }
    for (int from = 0; from < texts.size(); from += LENGTHS_IN_NUMBER) {
      fields.add(lengths(texts.subList(from, Math.min(texts.size(), from + LENGTHS_IN_NUMBER))));
    }
    var pieces = new ArrayList<String>();
    pieces.add(joined(fields, " || ',' || "));
    texts.forEach(c -> pieces.add(text(c)));
    return "md5(" + joined(pieces, " || ") + ")";
  }

  /** A shallow tree of operators, for the parser's stack is limited. */
  private static String joined(List<String> pieces, String operator) {
    if (pieces.size() <= OPERANDS_MAX) {
      return "(" + String.join(operator, pieces) + ")";
    }
    var groups = new ArrayList<String>();
    for (int from = 0; from < pieces.size(); from += OPERANDS_MAX) {
      groups.add(
          joined(pieces.subList(from, Math.min(pieces.size(), from + OPERANDS_MAX)), operator));
    }
    return joined(groups, operator);
  }

  /** A value whose text has no comma; never NULL. */
  private static String field(ColumnView column) {
    String value = value(column);
    if (hashed(column.logical())) {
      return "coalesce(md5(" + value + "), '')";
    }
    return "coalesce((" + value + ")::text, '')";
  }

  /** The lengths of some texts as one number. */
  private static String lengths(List<ColumnView> texts) {
    var terms = new ArrayList<String>();
    long weight = 1;
    for (ColumnView column : texts) {
      terms.add(
          "least(coalesce(octet_length(%s) + 1, 0), %d)::bigint * %d"
              .formatted(value(column), LENGTH_MAX, weight));
      weight *= LENGTH_MAX + 1;
    }
    return "(" + String.join(" + ", terms) + ")::text";
  }

  /** A text, or the hash of a long one; never NULL. */
  private static String text(ColumnView column) {
    String value = value(column);
    return unbounded(column.logical())
        ? "coalesce(CASE WHEN octet_length(%1$s) > %2$d THEN md5(%1$s) ELSE %1$s END, '')"
            .formatted(value, RAW_LENGTH_MAX)
        : "coalesce(" + value + ", '')";
  }

  /** Hash of one column's value: 16 hexadecimal digits, "" for NULL. */
  static String columnHash(ColumnView column) {
    String text =
        hashed(column.logical()) || isText(column.logical())
            ? value(column)
            : "(" + value(column) + ")::text";
    return "CASE WHEN %s IS NULL THEN '' ELSE left(md5(%s), 16) END".formatted(name(column), text);
  }

  /** Bucket of the row's key, from 0. */
  static String bucket(TableView view, int buckets) {
    var pieces = new ArrayList<String>();
    for (ColumnView column : view.keyColumns()) {
      pieces.add("octet_length(" + keyText(column) + ")");
      pieces.add("':'");
      pieces.add(keyText(column));
    }
    return "('x' || left(md5(%s), 8))::bit(32)::bigint %% %d".formatted(concat(pieces), buckets);
  }

  /** The canonical text of a key column (see {@code CanonicalText}). */
  static String keyText(ColumnView column) {
    SqlType type = column.logical();
    if (type instanceof DateTimeType || type instanceof InstantType) {
      return "to_char(" + value(column) + ", 'YYYY-MM-DD HH24:MI:SS.US')";
    }
    if (type instanceof BinaryType || type instanceof GeometryType) {
      return "encode(" + value(column) + ", 'hex')";
    }
    if (type instanceof InetType && column.column().type() instanceof InetType) {
      return "concat(" + name(column) + ")";
    }
    return text(type) ? value(column) : "concat(" + value(column) + ")";
  }

  /** concat() takes NULL for nothing; its arguments are limited in number. */
  private static String concat(List<String> pieces) {
    if (pieces.size() <= ARGUMENTS_MAX) {
      return "concat(" + String.join(", ", pieces) + ")";
    }
    var groups = new ArrayList<String>();
    for (int from = 0; from < pieces.size(); from += ARGUMENTS_MAX) {
      groups.add(concat(pieces.subList(from, Math.min(pieces.size(), from + ARGUMENTS_MAX))));
    }
    return groups.stream().collect(Collectors.joining(" || ", "(", ")"));
  }

  private static boolean hashed(SqlType type) {
    return type instanceof BinaryType || type instanceof GeometryType;
  }

  private static boolean isText(SqlType type) {
    return text(type) || type instanceof JsonType || type instanceof JsonTreeType;
  }

  /** Long texts without a small bound are hashed on their own, as on engines with small limits. */
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
    SqlType held = column.column().type();
    String name = name(column);
    if (text(type)) {
      return textValue(column, type, held);
    }
    if (type instanceof JsonTreeType) {
      return "migration_planner.json_normal(" + name + ")";
    }
    if (type instanceof JsonType json) {
      return json(json, held, name);
    }
    if (held instanceof UuidType) {
      return "uuid_send(" + name + ")";
    }
    if (held instanceof BooleanType) {
      return name + "::int";
    }
    if (held instanceof BitType || type instanceof BitType) {
      return name + "::bigint";
    }
    return number(type, held, name);
  }

  /** Where either side keeps the tree alone, so does this one, if jsonb can. */
  private static String json(JsonType type, SqlType held, String name) {
    if (type.verbatim()) {
      return name + "::text";
    }
    boolean spelled = held instanceof JsonType json && json.verbatim();
    String text =
        spelled
            ? """
            CASE WHEN %1$s::text ~* '\\\\u(0000|d[89a-f])' THEN %1$s::text \
            ELSE %1$s::jsonb::text END"""
                .formatted(name)
            : name + "::text";
    return TREE.formatted("(" + text + ")");
  }

  private static String number(SqlType type, SqlType held, String name) {
    if (type instanceof TimeType) {
      return "(extract(epoch FROM " + name + ") * 1000000)::bigint";
    }
    if (held instanceof InstantType) {
      return "(" + name + " AT TIME ZONE 'UTC')";
    }
    if (type instanceof FloatType real) {
      return BITS.formatted(wide(real, name));
    }
    if (type instanceof DecimalType decimal) {
      return decimal(decimal, held, name);
    }
    return name;
  }

  private static String wide(FloatType type, String name) {
    return type.bits() == 32 ? name + "::float8" : name;
  }

  private static String decimal(DecimalType type, SqlType held, String name) {
    if (type.precision() == 0) {
      return "trim_scale(" + name + ")";
    }
    boolean alike =
        held instanceof DecimalType decimal
            && decimal.precision() > 0
            && decimal.scale() == type.scale();
    return alike
        ? name
        : "CASE WHEN round(%1$s, %2$d) = %1$s THEN round(%1$s, %2$d) ELSE %1$s END"
            .formatted(name, type.scale());
  }

  private static String textValue(ColumnView column, SqlType type, SqlType held) {
    String name = name(column);
    if (type instanceof SetType && column.column().nativeType().endsWith("[]")) {
      return "array_to_string(" + name + ", ',', '\\N')";
    }
    if (type instanceof InetType inet && held instanceof InetType) {
      // Engines shorten runs of zeros differently: an address of one family goes by its bytes.
      return inet.version() == 0
          ? "CASE WHEN %1$s IS NOT NULL THEN concat(%1$s) END".formatted(name)
          : "encode(substring(inet_send(" + name + ") FROM 5), 'hex')";
    }
    if (held instanceof InetType && type instanceof TextType) {
      return "CASE WHEN %1$s IS NOT NULL THEN concat(%1$s) END".formatted(name);
    }
    if (held instanceof TextType && !(type instanceof TextType text && text.fixed())) {
      return name;
    }
    String text = name + "::text";
    return type instanceof TextType fixed && fixed.fixed() ? "rtrim(" + text + ", ' ')" : text;
  }

  private static String name(ColumnView column) {
    return PostgreSqlDdlStatements.quote(column.name());
  }
}
