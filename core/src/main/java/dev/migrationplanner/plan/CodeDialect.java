package dev.migrationplanner.plan;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.schema.SqlType;

/**
 * How one engine takes and gives the values of generated code. What drivers do not agree on (JSON,
 * UUID, addresses, enumerations, times, bit strings, sets) travels as text or as a number.
 */
record CodeDialect(String engine, String schema) {

  private boolean postgreSql() {
    return engine.equals("postgresql");
  }

  String table(String table) {
    return postgreSql() ? quoted(schema) + "." + quoted(table) : quoted(table);
  }

  String name(ColumnView column) {
    return quoted(column.name());
  }

  private String quoted(String name) {
    return postgreSql()
        ? "\"" + name.replace("\"", "\"\"") + "\""
        : "`" + name.replace("`", "``") + "`";
  }

  /** The place of a value on its way in. */
  String write(ColumnView column, String mark) {
    SqlType logical = column.logical();
    if (!postgreSql()) {
      return timestamp(column) ? "CONVERT_TZ(" + mark + ", '+00:00', @@session.time_zone)" : mark;
    }
    if (logical instanceof SqlType.SetType) {
      return "string_to_array(" + mark + ", ',')";
    }
    if (logical instanceof SqlType.BitType bit && bit.length() > 1) {
      return "CAST(CAST(" + mark + " AS bigint) AS " + column.column().nativeType() + ")";
    }
    if (oneBit(column)) {
      return "CAST(CAST(CAST(" + mark + " AS boolean) AS int) AS bit(1))";
    }
    if (wide(logical) && column.column().type() instanceof SqlType.IntegerType) {
      // A driver binds a BigDecimal as numeric, and bigint = numeric asks no index.
      return "CAST(" + mark + " AS bigint)";
    }
    SqlType held = column.column().type();
    if (held instanceof SqlType.BooleanType && logical instanceof SqlType.IntegerType) {
      return "CAST(CAST(" + mark + " AS int) AS boolean)";
    }
    if (held instanceof SqlType.UuidType && logical instanceof SqlType.BinaryType) {
      return "CAST(encode(CAST(" + mark + " AS bytea), 'hex') AS uuid)";
    }
    return asText(logical) || asAnother(column)
        ? "CAST(" + mark + " AS " + column.column().nativeType() + ")"
        : mark;
  }

  /** MySQL reads and shows a TIMESTAMP in its session's zone; a DATETIME is what it is. */
  private static boolean timestamp(ColumnView column) {
    return column.column().type() instanceof SqlType.InstantType;
  }

  /** It travels as a boolean. */
  private static boolean oneBit(ColumnView column) {
    return column.logical() instanceof SqlType.BitType logical
        && logical.length() == 1
        && column.column().type() instanceof SqlType.BitType;
  }

  private static boolean wide(SqlType logical) {
    return logical instanceof SqlType.IntegerType i && i.unsigned() && i.bits() == 64;
  }

  /** A column on its way out. */
  String read(ColumnView column) {
    SqlType logical = column.logical();
    String name = name(column);
    if (logical instanceof SqlType.SetType && postgreSql()) {
      return "array_to_string(" + name + ", ',')";
    }
    if (logical instanceof SqlType.BitType bit && bit.length() > 1) {
      return postgreSql() ? "CAST(" + name + " AS bigint)" : "CAST(" + name + " AS UNSIGNED)";
    }
    if (oneBit(column) && postgreSql()) {
      return "(" + name + " = B'1')";
    }
    SqlType held = column.column().type();
    if (held instanceof SqlType.BooleanType && logical instanceof SqlType.IntegerType) {
      return postgreSql() ? "CAST(" + name + " AS int)" : name;
    }
    if (held instanceof SqlType.UuidType && logical instanceof SqlType.BinaryType) {
      return "uuid_send(" + name + ")";
    }
    if (asAnother(column)) {
      return held instanceof SqlType.InetType
          ? "abbrev(" + name + ")"
          : "CAST(" + name + " AS text)";
    }
    if (!postgreSql() && timestamp(column)) {
      return "CONVERT_TZ(" + name + ", @@session.time_zone, '+00:00')";
    }
    return asText(logical)
        ? "CAST(" + name + " AS " + (postgreSql() ? "text" : "CHAR") + ")"
        : name;
  }

  /** A text of the source that is a uuid or an inet here. */
  private static boolean asAnother(ColumnView column) {
    SqlType held = column.column().type();
    return column.logical() instanceof SqlType.TextType
        && (held instanceof SqlType.UuidType || held instanceof SqlType.InetType);
  }

  static boolean asText(SqlType logical) {
    return logical instanceof SqlType.JsonType
        || logical instanceof SqlType.JsonTreeType
        || logical instanceof SqlType.UuidType
        || logical instanceof SqlType.InetType
        || logical instanceof SqlType.EnumType
        || logical instanceof SqlType.TimeType
        || logical instanceof SqlType.SetType;
  }
}
