package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.schema.Check;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.Index;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** The statements that make MySQL tables; every name quoted. */
final class MySqlDdlStatements {

  private MySqlDdlStatements() {}

  static String quote(String name) {
    return Quoting.BACKTICK.quote(name);
  }

  /**
   * A text as a string literal that means the same whether or not the session reads backslashes as
   * escapes; where an expression can stand.
   */
  static String literal(String text) {
    return isPlain(text) ? quoted(text) : "CONVERT(" + hex(text) + " USING utf8mb4)";
  }

  /** The same where only a literal can stand: labels of an enum. */
  static String label(String text) {
    return isPlain(text) ? quoted(text) : hex(text);
  }

  private static boolean isPlain(String text) {
    return text.indexOf('\\') < 0 && text.indexOf('\0') < 0;
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String hex(String text) {
    return "x'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "'";
  }

  /** Comments can only be plain literals; a backslash in one becomes a slash. */
  private static String comment(String text) {
    return quoted(text.replace('\\', '/').replace("\0", ""));
  }

  static List<String> createTable(Table table) {
    var lines = new ArrayList<String>();
    table.columns().forEach(c -> lines.add("  " + definition(c)));
    Key key = table.primaryKey();
    if (key != null) {
      lines.add("  PRIMARY KEY (" + Quoting.BACKTICK.quoteAll(key.columns()) + ")");
    }
    table.columns().stream()
        .filter(c -> c.identity() && !leadsPrimaryKey(table, c))
        .forEach(c -> lines.add("  KEY (" + quote(c.name()) + ")"));
    String comment = table.comment().isEmpty() ? "" : " COMMENT=" + comment(table.comment());
    return List.of(
        "CREATE TABLE %s (\n%s\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4%s"
            .formatted(quote(table.name()), String.join(",\n", lines), comment));
  }

  /** One ALTER TABLE: the table is read once. */
  static List<String> createIndexes(Table table) {
    var parts = new ArrayList<String>();
    table.indexes().stream()
        .filter(i -> i.kind() != Index.Kind.OTHER)
        .forEach(i -> parts.add("  ADD " + index(i)));
    for (Check check : table.checks()) {
      parts.add("  ADD CONSTRAINT " + quote(check.name()) + " CHECK (" + check.sql() + ")");
    }
    return parts.isEmpty()
        ? List.of()
        : List.of("ALTER TABLE " + quote(table.name()) + "\n" + String.join(",\n", parts));
  }

  private static boolean leadsPrimaryKey(Table table, Column column) {
    Key key = table.primaryKey();
    return key != null && key.columns().get(0).equals(column.name());
  }

  private static String definition(Column column) {
    var line = new StringBuilder(quote(column.name()) + " " + column.nativeType());
    if (column.generation() != null) {
      line.append(" GENERATED ALWAYS AS (").append(column.generation()).append(") STORED");
    } else {
      line.append(column.nullable() ? " NULL" : " NOT NULL");
      line.append(column.identity() ? " AUTO_INCREMENT" : defaultSql(column));
    }
    if (!column.comment().isEmpty()) {
      line.append(" COMMENT ").append(comment(column.comment()));
    }
    return line.toString();
  }

  private static String defaultSql(Column column) {
    DefaultValue value = column.defaultValue();
    String update = column.updatesToNow() ? " ON UPDATE " + now(column.type()) : "";
    if (value instanceof DefaultValue.Literal text) {
      return " DEFAULT " + constant(text.text(), column.type()) + update;
    }
    if (value instanceof DefaultValue.Now) {
      return " DEFAULT " + now(column.type()) + update;
    }
    return value instanceof DefaultValue.Expression expression
        ? " DEFAULT (" + expression.sql() + ")" + update
        : update;
  }

  /** MySQL wants the column's own precision. */
  private static String now(SqlType type) {
    int precision =
        type instanceof SqlType.DateTimeType time
            ? time.precision()
            : type instanceof SqlType.InstantType instant ? instant.precision() : 0;
    return "CURRENT_TIMESTAMP" + (precision == 0 ? "" : "(" + precision + ")");
  }

  private static String constant(String text, SqlType type) {
    if (type instanceof SqlType.BooleanType) {
      boolean no = text.equals("0") || text.equalsIgnoreCase("false");
      return no ? "0" : "1";
    }
    if (type instanceof SqlType.BitType) {
      return text.startsWith("b'") ? text : "b'" + text + "'";
    }
    boolean number = type instanceof SqlType.IntegerType || type instanceof SqlType.DecimalType;
    String value = number ? text : literal(text);
    boolean large =
        value.startsWith("CONVERT")
            || type instanceof SqlType.JsonType
            || (type instanceof SqlType.TextType t && t.lengthMax() == 0)
            || (type instanceof SqlType.BinaryType b && b.lengthMax() == 0);
    return large ? "(" + value + ")" : value;
  }

  private static String index(Index index) {
    String kind =
        switch (index.kind()) {
          case UNIQUE -> "UNIQUE INDEX ";
          case FULLTEXT -> "FULLTEXT INDEX ";
          case SPATIAL -> "SPATIAL INDEX ";
          case PLAIN, OTHER -> "INDEX ";
        };
    String parts =
        index.parts().stream().map(MySqlDdlStatements::part).collect(Collectors.joining(", "));
    return kind + quote(index.name()) + " (" + parts + ")";
  }

  private static String part(Index.Part part) {
    String term = part.expression() ? "(" + part.term() + ")" : quote(part.term());
    String prefix = part.prefixLength() > 0 ? "(" + part.prefixLength() + ")" : "";
    return term + prefix + (part.descending() ? " DESC" : "");
  }
}
