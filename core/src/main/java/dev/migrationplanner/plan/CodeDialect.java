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
      return mark;
    }
    if (logical instanceof SqlType.SetType) {
      return "string_to_array(" + mark + ", ',')";
    }
    if (logical instanceof SqlType.BitType bit && bit.length() > 1) {
      return "CAST(CAST(" + mark + " AS bigint) AS " + column.column().nativeType() + ")";
    }
    return asText(logical) ? "CAST(" + mark + " AS " + column.column().nativeType() + ")" : mark;
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
    return asText(logical)
        ? "CAST(" + name + " AS " + (postgreSql() ? "text" : "CHAR") + ")"
        : name;
  }

  static boolean asText(SqlType logical) {
    return logical instanceof SqlType.JsonType
        || logical instanceof SqlType.UuidType
        || logical instanceof SqlType.InetType
        || logical instanceof SqlType.EnumType
        || logical instanceof SqlType.TimeType
        || logical instanceof SqlType.SetType;
  }
}
