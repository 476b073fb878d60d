package dev.migrationplanner.plan;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.schema.SqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * One table carried from a PostgreSQL target back to a MySQL or MariaDB source by their own
 * commands, with the tool gone: a file of numbers and hexadecimal text, in which nothing has to be
 * escaped.
 *
 * @param export a SELECT for COPY, on the target
 * @param load what follows {@code LOAD DATA LOCAL INFILE 'file'}, on the source
 */
record CarryBack(String table, String export, String load) {

  /** Of a table, whatever its columns. */
  static CarryBack of(MappedTable table, String schema) {
    var exports = new ArrayList<String>();
    var names = new ArrayList<String>();
    var sets = new ArrayList<String>();
    for (int i = 0; i < table.source().columns().size(); i++) {
      ColumnView source = table.source().columns().get(i);
      exports.add(export(table.target().columns().get(i)));
      names.add("@c" + (i + 1));
      sets.add(tick(source.name()) + " = " + load(source, "@c" + (i + 1)));
    }
    String from = quote(schema) + "." + quote(table.target().name());
    return new CarryBack(
        table.name(),
        "SELECT " + String.join(", ", exports) + " FROM " + from,
        "INTO TABLE "
            + tick(table.source().name())
            + " CHARACTER SET ascii ("
            + String.join(", ", names)
            + ") SET "
            + String.join(", ", sets));
  }

  private static String export(ColumnView column) {
    String c = quote(column.name());
    SqlType type = column.logical();
    SqlType here = column.column().type();
    if (here instanceof SqlType.BooleanType) {
      return c + "::int";
    }
    if (here instanceof SqlType.UuidType && type instanceof SqlType.BinaryType) {
      return "replace(" + c + "::text, '-', '')";
    }
    if (here instanceof SqlType.InetType && type instanceof SqlType.TextType) {
      return hex("abbrev(" + c + ")");
    }
    if (here instanceof SqlType.BinaryType || here instanceof SqlType.GeometryType) {
      return "encode(" + c + ", 'hex')";
    }
    if (type instanceof SqlType.BitType) {
      return c + "::bigint";
    }
    if (type instanceof SqlType.SetType) {
      return hex("array_to_string(" + c + ", ',')");
    }
    if (here instanceof SqlType.InstantType) {
      return "(" + c + " AT TIME ZONE 'UTC')::text";
    }
    return plain(type) ? c + "::text" : hex(c + "::text");
  }

  private static String hex(String text) {
    return "encode(convert_to(" + text + ", 'UTF8'), 'hex')";
  }

  /** Values whose text needs no escape and means the same on both sides. */
  private static boolean plain(SqlType type) {
    return type instanceof SqlType.IntegerType
        || type instanceof SqlType.DecimalType
        || type instanceof SqlType.FloatType
        || type instanceof SqlType.YearType
        || type instanceof SqlType.DateType
        || type instanceof SqlType.DateTimeType
        || type instanceof SqlType.InstantType
        || type instanceof SqlType.TimeType;
  }

  private static String load(ColumnView column, String value) {
    SqlType type = column.logical();
    if (type instanceof SqlType.BitType) {
      return "CAST(" + value + " AS UNSIGNED)";
    }
    if (type instanceof SqlType.BinaryType || type instanceof SqlType.GeometryType) {
      return "UNHEX(" + value + ")";
    }
    return plain(type) || type instanceof SqlType.BooleanType
        ? value
        : "CONVERT(UNHEX(" + value + ") USING utf8mb4)";
  }

  private static String quote(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static String tick(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** All that is run for it, in two shells' words. */
  List<String> commands(String target, String source) {
    String file = table.replaceAll("[^A-Za-z0-9_.-]", "_") + ".tsv";
    return List.of(
        "psql " + target + " -c " + shell("\\copy (" + export + ") TO '" + file + "'"),
        "mariadb "
            + source
            + " --local-infile=1 -e "
            + shell(
                "SET time_zone = '+00:00', foreign_key_checks = 0, unique_checks = 0; DELETE FROM "
                    + tick(table)
                    + "; LOAD DATA LOCAL INFILE '"
                    + file
                    + "' "
                    + load));
  }

  /** In single quotes, where a shell changes nothing. */
  static String shell(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
