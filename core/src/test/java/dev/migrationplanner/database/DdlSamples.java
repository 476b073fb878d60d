package dev.migrationplanner.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.schema.Check;
import dev.migrationplanner.schema.Collation;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.Dialect;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Index;
import dev.migrationplanner.schema.Index.Kind;
import dev.migrationplanner.schema.Index.Part;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.OtherObject;
import dev.migrationplanner.schema.Schema;
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
import dev.migrationplanner.schema.SqlType.UuidType;
import dev.migrationplanner.schema.SqlType.YearType;
import dev.migrationplanner.schema.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Schemas with a bit of everything, and what conversions of them come to. */
public final class DdlSamples {

  private static final Collation LOOSE = new Collation("utf8mb4_general_ci", false, false, true);
  private static final Collation EXACT = new Collation("utf8mb4_nopad_bin", true, true, false);
  private static final DefaultValue NONE = new DefaultValue.None();

  private DdlSamples() {}

  /** A MariaDB schema: circular and self references, every type, every kind of index. */
  public static Schema mariaDb() {
    return new Schema(
        "shop",
        List.of(staff(), store(), zoo()),
        List.of(new OtherObject(OtherObject.Kind.VIEW, "best_sellers", "select 1")));
  }

  private static Table staff() {
    return new Table(
        "staff",
        List.of(
            identity("id", new IntegerType(64, true), "bigint(20) unsigned"),
            column("store_id", new IntegerType(32, true), "int(10) unsigned", false, NONE),
            column("boss_id", new IntegerType(64, true), "bigint(20) unsigned", true, NONE),
            column("email", new TextType(false, 100, LOOSE), "varchar(100)", false, NONE),
            column("bio", new TextType(false, 65_535, LOOSE), "text", true, NONE),
            column("active", new BooleanType(), "tinyint(1)", false, new DefaultValue.Literal("1")),
            new Column(
                "changed",
                new InstantType(0),
                "timestamp",
                false,
                new DefaultValue.Now(0),
                false,
                null,
                true,
                "last change")),
        new Key("PRIMARY", List.of("id")),
        List.of(
            new Index("email", Kind.UNIQUE, List.of(new Part("email", false, 0, false))),
            new Index("idx_fk", Kind.PLAIN, List.of(new Part("store_id", false, 0, true))),
            new Index("bio_start", Kind.PLAIN, List.of(new Part("bio", false, 20, false))),
            new Index("bio_words", Kind.FULLTEXT, List.of(new Part("bio", false, 0, false)))),
        List.of(
            foreignKey("staff_store", "store_id", "store", ForeignKey.Action.RESTRICT),
            foreignKey("staff_boss", "boss_id", "staff", ForeignKey.Action.SET_NULL)),
        List.of(new Check("paid", "`id` > 0 and `store_id` <> 7")),
        "InnoDB",
        "people's names");
  }

  private static Table store() {
    return new Table(
        "store",
        List.of(
            identity("id", new IntegerType(32, true), "int(10) unsigned"),
            column("manager_id", new IntegerType(64, true), "bigint(20) unsigned", true, NONE),
            column("first", new TextType(false, 20, EXACT), "varchar(20)", false, NONE),
            new Column(
                "label",
                new TextType(false, 60, EXACT),
                "varchar(60)",
                true,
                NONE,
                false,
                "concat(`first`,_utf8mb4' - ',upper(`first`))",
                false,
                "")),
        new Key("PRIMARY", List.of("id")),
        List.of(new Index("idx_fk", Kind.PLAIN, List.of(new Part("manager_id", false, 0, false)))),
        List.of(foreignKey("store_manager", "manager_id", "staff", ForeignKey.Action.CASCADE)),
        List.of(new Check("odd", "`first` like 'a%'")),
        "InnoDB",
        "");
  }

  private static Table zoo() {
    var columns = new ArrayList<Column>();
    columns.add(column("code", new TextType(true, 3, LOOSE), "char(3)", false, NONE));
    columns.add(column("n", new DecimalType(10, 2, true), "decimal(10,2) unsigned", false, NONE));
    add(columns, "tiny", new IntegerType(8, false), "tinyint(4)", "-5");
    add(columns, "big", new IntegerType(64, true), "bigint(20) unsigned", "18446744073709551615");
    add(columns, "medium", new IntegerType(24, true), "mediumint(8) unsigned", "7");
    add(columns, "f", new FloatType(32), "float", "1.5");
    add(columns, "d", new FloatType(64), "double", null);
    add(columns, "bits", new BitType(10), "bit(10)", "b'101'");
    add(columns, "day", new DateType(), "date", "2026-01-31");
    add(columns, "zero_day", new DateType(), "date", "0000-00-00");
    add(columns, "span", new TimeType(3), "time(3)", "-25:00:00");
    add(columns, "at", new DateTimeType(6), "datetime(6)", null);
    add(columns, "y", new YearType(), "year(4)", "2026");
    add(columns, "kind", new EnumType(List.of("it's", "b,c", "")), "enum('it''s','b,c','')", "b,c");
    add(columns, "tags", new SetType(List.of("x", "y", "z")), "set('x','y','z')", "x,z");
    add(columns, "doc", new JsonType(true), "longtext", "{}");
    add(columns, "doc2", new JsonType(false), "json", null);
    add(columns, "raw", new BinaryType(false, 65_535), "blob", null);
    add(columns, "hash", new BinaryType(true, 16), "binary(16)", null);
    add(columns, "u", new UuidType(), "uuid", null);
    add(columns, "ip", new InetType(4), "inet4", null);
    add(columns, "place", new GeometryType("point"), "point", null);
    add(columns, "xmin", new TextType(false, 0, EXACT), "varchar(0)", null);
    return new Table(
        "zoo",
        columns,
        new Key("PRIMARY", List.of("code", "n")),
        List.of(
            new Index("place", Kind.SPATIAL, List.of(new Part("place", false, 32, false))),
            new Index("sum", Kind.PLAIN, List.of(new Part("`tiny` + `medium`", true, 0, false)))),
        List.of(),
        List.of(new Check("doc", "json_valid(`doc`)")),
        "InnoDB partitioned",
        "");
  }

  /** A PostgreSQL schema. */
  public static Schema postgreSql() {
    var columns = new ArrayList<Column>();
    columns.add(column("code", new TextType(false, 0, Collation.BYTES), "text", false, NONE));
    add(columns, "n", new DecimalType(0, 0, false), "numeric", null);
    add(columns, "flag", new BooleanType(), "boolean", "true");
    add(columns, "f", new FloatType(64), "double precision", null);
    add(columns, "note", new TextType(false, 0, Collation.BYTES), "text", "a\\b'c");
    add(columns, "name", new TextType(false, 40, Collation.BYTES), "character varying(40)", null);
    add(columns, "day", new DateType(), "date", null);
    add(columns, "doc", new JsonType(false), "jsonb", null);
    add(columns, "u", new UuidType(), "uuid", null);
    add(columns, "ip", new InetType(0), "inet", null);
    add(columns, "raw", new BinaryType(false, 0), "bytea", null);
    add(columns, "mood", new EnumType(List.of("sad", "it's")), "public.mood", null);
    columns.add(
        column(
            "at",
            new InstantType(6),
            "timestamp with time zone",
            false,
            new DefaultValue.Expression("now()")));
    columns.add(column("boss", new TextType(false, 0, Collation.BYTES), "text", true, NONE));
    columns.add(identity("number", new IntegerType(64, false), "bigint"));
    return new Schema(
        "public",
        List.of(
            new Table(
                "item",
                columns,
                new Key("item_pkey", List.of("code")),
                List.of(
                    new Index("item_note", Kind.PLAIN, List.of(new Part("note", false, 0, false))),
                    new Index("item_name", Kind.UNIQUE, List.of(new Part("name", false, 0, false))),
                    new Index("gin", Kind.OTHER, List.of(new Part("doc", true, 0, false)))),
                List.of(
                    new ForeignKey(
                        "item_boss",
                        List.of("boss"),
                        "item",
                        List.of("code"),
                        ForeignKey.Action.SET_NULL,
                        ForeignKey.Action.RESTRICT)),
                List.of(),
                "heap",
                "")),
        List.of());
  }

  /** Everything a conversion comes to, as one text. */
  public static String text(Ddl ddl, Schema source) {
    Dialect from = source.name().equals(mariaDb().name()) ? Dialect.MARIADB : Dialect.POSTGRESQL;
    Ddl.Conversion conversion = ddl.convert(source, from);
    var text = new StringBuilder();
    for (Ddl.Note note : conversion.notes()) {
      text.append(
          "-- %s %s %s: %s\n".formatted(note.rule(), note.object(), note.fidelity(), note.text()));
    }
    statements(ddl, conversion.schema()).forEach(s -> text.append('\n').append(s).append(";\n"));
    return text.toString();
  }

  /** All that makes the tables, in order. */
  public static List<String> statements(Ddl ddl, Schema schema) {
    var all = new ArrayList<String>();
    schema.tables().forEach(t -> all.addAll(ddl.createTable(t)));
    schema.tables().forEach(t -> all.addAll(ddl.createIndexes(t)));
    schema.tables().forEach(t -> all.addAll(ddl.createForeignKeys(t).create()));
    schema.tables().forEach(t -> all.addAll(ddl.createForeignKeys(t).validate()));
    schema.tables().forEach(t -> all.add(ddl.analyze(t)));
    return all;
  }

  /** Runs statements; a failure names the statement. */
  public static void run(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        try {
          statement.execute(sql);
        } catch (SQLException e) {
          throw new SQLException(e.getMessage() + " in " + sql, e.getSQLState(), e);
        }
      }
    }
  }

  /** Compares with a golden file; {@code -Dgolden.write} writes it anew. */
  public static void assertGolden(String name, String actual) throws IOException {
    Path file = Path.of("src/test/resources/golden/ddl", name);
    if (System.getProperty("golden.write") != null) {
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }

  private static void add(
      List<Column> columns, String name, SqlType type, String nativeType, String value) {
    DefaultValue held = value == null ? NONE : new DefaultValue.Literal(value);
    columns.add(column(name, type, nativeType, true, held));
  }

  private static Column column(
      String name, SqlType type, String nativeType, boolean nullable, DefaultValue value) {
    return new Column(name, type, nativeType, nullable, value, false, null, false, "");
  }

  private static Column identity(String name, SqlType type, String nativeType) {
    return new Column(name, type, nativeType, false, NONE, true, null, false, "");
  }

  private static ForeignKey foreignKey(
      String name, String column, String parent, ForeignKey.Action onDelete) {
    return new ForeignKey(
        name, List.of(column), parent, List.of("id"), onDelete, ForeignKey.Action.RESTRICT);
  }
}
