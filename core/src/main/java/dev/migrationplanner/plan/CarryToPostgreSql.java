package dev.migrationplanner.plan;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.schema.SqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * One table carried from a MySQL or MariaDB target back to a PostgreSQL source by their own
 * commands, with the tool gone: a file of numbers and hexadecimal text, in which nothing has to be
 * escaped.
 *
 * @param export a SELECT, on the target
 * @param load what makes the table of the source so, once {@code carry} holds the file
 */
record CarryToPostgreSql(String table, String export, String carry, List<String> load) {

  private static final String NULL = "CONCAT(CHAR(92), 'N')";

  CarryToPostgreSql {
    load = List.copyOf(load);
  }

  /** Of a table, whatever its columns; {@code schema} is the source's. */
  static CarryToPostgreSql of(MappedTable table, String schema) {
    var exports = new ArrayList<String>();
    var places = new ArrayList<String>();
    var names = new ArrayList<String>();
    var values = new ArrayList<String>();
    for (int i = 0; i < table.source().columns().size(); i++) {
      ColumnView source = table.source().columns().get(i);
      String place = "c" + (i + 1);
      exports.add("IFNULL(" + export(table.target().columns().get(i)) + ", " + NULL + ")");
      places.add(place + " text");
      names.add(quote(source.name()));
      values.add(load(source, place));
    }
    String into = quote(schema) + "." + quote(table.source().name());
    return new CarryToPostgreSql(
        table.name(),
        "SELECT " + String.join(", ", exports) + " FROM " + tick(table.target().name()),
        "CREATE TEMPORARY TABLE carry (" + String.join(", ", places) + ")",
        List.of(
            "SET session_replication_role = replica",
            "DELETE FROM " + into,
            "INSERT INTO "
                + into
                + " ("
                + String.join(", ", names)
                + ") OVERRIDING SYSTEM VALUE SELECT "
                + String.join(", ", values)
                + " FROM carry"));
  }

  private static String export(ColumnView column) {
    String c = tick(column.name());
    SqlType type = column.logical();
    SqlType here = column.column().type();
    if (here instanceof SqlType.BinaryType || here instanceof SqlType.GeometryType) {
      return "HEX(" + c + ")";
    }
    if (type instanceof SqlType.BitType || type instanceof SqlType.BooleanType) {
      return c + " + 0";
    }
    if (type instanceof SqlType.FloatType) {
      // As text a FLOAT is cut to six digits; as a DOUBLE it comes whole.
      return c + " * 1E0";
    }
    return plain(type) ? "CAST(" + c + " AS CHAR)" : "HEX(CONVERT(" + c + " USING utf8mb4))";
  }

  private static String load(ColumnView column, String place) {
    SqlType type = column.logical();
    String there = column.column().nativeType();
    if (type instanceof SqlType.BinaryType || type instanceof SqlType.GeometryType) {
      return "decode(" + place + ", 'hex')";
    }
    if (type instanceof SqlType.BooleanType) {
      return "(" + place + " <> '0')";
    }
    if (type instanceof SqlType.BitType) {
      return place + "::bigint::" + there;
    }
    if (type instanceof SqlType.InstantType) {
      return "(" + place + " || '+00')::" + there;
    }
    String text = plain(type) ? place : "convert_from(decode(" + place + ", 'hex'), 'UTF8')";
    return type instanceof SqlType.SetType
        ? "string_to_array(" + text + ", ',')::" + there
        : text + "::" + there;
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

  private static String quote(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static String tick(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** All that is run for it, in a shell's words. */
  List<String> commands(String target, String source) {
    String file = table.replaceAll("[^A-Za-z0-9_.-]", "_") + ".tsv";
    return List.of(
        "mariadb "
            + target
            + " --batch --raw --skip-column-names --init-command="
            + CarryBack.shell("SET time_zone = '+00:00'")
            + " -e "
            + CarryBack.shell(export)
            + " > "
            + CarryBack.shell(file),
        "psql "
            + source
            + " -v ON_ERROR_STOP=1 -c "
            + CarryBack.shell(carry)
            + " -c "
            + CarryBack.shell("\\copy carry FROM '" + file + "'")
            + " -c "
            + CarryBack.shell("BEGIN; " + String.join("; ", load) + "; COMMIT"));
  }
}
