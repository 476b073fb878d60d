package dev.migrationplanner.database;

import static dev.migrationplanner.database.PairedTables.column;
import static dev.migrationplanner.database.PairedTables.varchar;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.migrationplanner.schema.SqlType.UuidType;
import dev.migrationplanner.schema.SqlType.YearType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class DigestsTest {

  private static final Column ID = column("id", new IntegerType(32, false), "int!");

  /** Guarantee 5: no value is changed silently. Each pair is one value as each engine spells it. */
  static Stream<Arguments> values() {
    return Stream.of(
        type(new IntegerType(8, false), "tinyint", "-128", "127", "0"),
        type(new IntegerType(64, true), "bigint unsigned", "0", "18446744073709551615"),
        type(new IntegerType(32, true), "int(10) unsigned zerofill", "7", "4294967295"),
        type(new IntegerType(64, false), "bigint", "-9223372036854775808", "9223372036854775807"),
        type(new BooleanType(), "tinyint(1)", "0", "1", "-1", "127"),
        type(
            new DecimalType(65, 30, false),
            "decimal(65,30)",
            "0",
            "-1.5",
            "99999.000000000000000000000000000001"),
        type(new DecimalType(10, 0, false), "decimal(10,0)", "0", "-12"),
        type(new BitType(1), "bit(1)", "b'1'", "b'0'"),
        type(new BitType(10), "bit(10)", "b'0000000101'", "b'1111111111'"),
        type(new BitType(64), "bit(64)", "b'" + "1".repeat(64) + "'", "b'" + "0".repeat(64) + "'"),
        type(new YearType(), "year", "0", "1901", "2155"),
        type(new DateType(), "date", "'0001-01-01'", "'9999-12-31'", "'1582-10-10'"),
        type(new DateTimeType(0), "datetime", "'2026-01-31 10:20:00'", "'1000-01-01 00:00:00'"),
        type(
            new DateTimeType(6),
            "datetime(6)",
            "'2026-01-31 10:20:00'",
            "'2026-01-31 10:20:00.1'",
            "'9999-12-31 23:59:59.999999'",
            "'2026-01-31 10:20:00.000001'"),
        type(new DateTimeType(3), "datetime(3)", "'2026-01-31 10:20:00.120'"),
        type(
            new InstantType(6), "timestamp(6)", "'2026-03-29 01:30:00.5'", "'1970-01-01 00:00:01'"),
        type(new InstantType(0), "timestamp", "'2026-10-25 01:30:00'"),
        type(
            new TimeType(6),
            "time(6)",
            "'-838:59:59'",
            "'838:59:58.999999'",
            "'-00:00:00.5'",
            "'00:00:00'",
            "'25:00:00'"),
        type(varchar(40), "varchar(40)", "''", "'a'", "'B '", "'é😀'", "'a,:b'"),
        type(
            new TextType(false, 40, new Collation("latin1_swedish_ci", false, false, true)),
            "varchar(40) CHARACTER SET latin1",
            "''",
            "'café €'"),
        type(new TextType(true, 5, PairedTables.LOOSE), "char(5)", "'ab'", "''"),
        type(new TextType(false, 65_535, PairedTables.LOOSE), "text", "''", "'x'", "'long é'"),
        type(
            new TextType(false, 16_777_215, new Collation("latin1_swedish_ci", false, false, true)),
            "mediumtext CHARACTER SET latin1",
            "'café'"),
        type(new EnumType(List.of("x", "Y é", "")), "enum('x','Y é','')", "'x'", "'Y é'", "''"),
        Arguments.of(
            new SetType(List.of("x", "y", "z")),
            "set('x','y','z')",
            List.of(List.of("''", "'{}'"), List.of("'x,z'", "'{x,z}'"), List.of("'y'", "'{y}'"))),
        type(new JsonType(true), "json", "'{}'", "'{ \"b\":1, \"a\" : 1.0}'"),
        type(new UuidType(), "uuid", "'651AED08-390f-4893-b2f1-36923e7b7400'"),
        type(new InetType(4), "inet4", "'10.0.0.1'", "'255.255.255.255'"),
        type(new InetType(6), "inet6", "'::1'", "'2001:db8::ff00:42:8329'"),
        Arguments.of(
            new BinaryType(false, 65_535),
            "blob",
            List.of(
                List.of("x''", "'\\x'"),
                List.of("x'00ff61'", "'\\x00ff61'"),
                List.of("x'2000'", "'\\x2000'"))),
        Arguments.of(
            new BinaryType(true, 3), "binary(3)", List.of(List.of("x'61'", "'\\x610000'"))),
        Arguments.of(
            new GeometryType("point"),
            "point",
            List.of(
                List.of(
                    "ST_GeomFromText('POINT(1 2)')",
                    "'\\x000000000101000000000000000000f03f0000000000000040'"))),
        Arguments.of(
            new FloatType(64),
            "double",
            List.of(
                List.of("0", "0"),
                List.of("-0e0", "'-0'"),
                List.of("0.1", "0.1"),
                List.of("1e15", "1e15"),
                List.of("3779902479040625.5", "3779902479040625.5"),
                List.of("5.9905178187479664e16", "5.9905178187479664e16"),
                List.of("1e-5", "1e-5"),
                List.of("-1.7976931348623157e308", "-1.7976931348623157e308"),
                List.of("2.2250738585072014e-308", "2.2250738585072014e-308"))),
        type(new FloatType(32), "float", "0.1", "16777217", "1234567.75", "-3.4e38"));
  }

  private static Arguments type(SqlType type, String nativeType, String... literals) {
    return Arguments.of(type, nativeType, Stream.of(literals).map(l -> List.of(l, l)).toList());
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("values")
  void theSameValueHasTheSameDigestOnBothEngines(
      SqlType type, String nativeType, List<List<String>> pairs) throws SQLException {
    try (PairedTables tables = PairedTables.create(List.of(ID, column("v", type, nativeType)), 1)) {
      int id = 0;
      var all = new ArrayList<>(pairs);
      all.add(List.of("NULL", "NULL"));
      for (List<String> pair : all) {
        id++;
        tables.onSource("INSERT INTO t VALUES (" + id + ", " + pair.get(0) + ")");
        tables.onTarget("INSERT INTO t VALUES (" + id + ", " + pair.get(1) + ")");
      }
      assertEqual(tables);
      assertThat(Set.copyOf(sourceHashes(tables).values())).hasSize(id);
    }
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("values")
  void aKeyOfAnyTypeHasTheSameTextOnBothEngines(
      SqlType type, String nativeType, List<List<String>> pairs) throws SQLException {
    boolean keyless =
        type instanceof FloatType
            || type instanceof JsonType
            || type instanceof GeometryType
            || nativeType.contains("text")
            || nativeType.equals("blob");
    if (keyless) {
      return;
    }
    try (PairedTables tables =
        PairedTables.create(List.of(column("k", type, nativeType + "!")), 1)) {
      for (List<String> pair : pairs) {
        tables.onSource("INSERT INTO t VALUES (" + pair.get(0) + ")");
        tables.onTarget("INSERT INTO t VALUES (" + pair.get(1) + ")");
      }
      assertEqual(tables);
      assertKeysFindTheirRows(tables);
    }
  }

  @Test
  void everyDoubleAndFloatIsComparedByItsBits() throws SQLException {
    var columns =
        List.of(
            ID, column("d", new FloatType(64), "double"), column("f", new FloatType(32), "float"));
    try (PairedTables tables = PairedTables.create(columns, 1)) {
      var random = new Random(7);
      tables.source().setAutoCommit(false);
      tables.target().setAutoCommit(false);
      try (PreparedStatement source =
              tables.source().prepareStatement("INSERT INTO t VALUES (?, ?, ?)");
          PreparedStatement target =
              tables.target().prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
        for (int i = 0; i < 20_000; i++) {
          double d = number(random, i);
          float f = Float.intBitsToFloat(random.nextInt());
          float g = Float.isFinite(f) ? f : 1.5f;
          for (PreparedStatement insert : List.of(source, target)) {
            insert.setInt(1, i);
            insert.setDouble(2, d);
            insert.setFloat(3, g);
            insert.addBatch();
          }
        }
        source.executeBatch();
        target.executeBatch();
      }
      tables.source().commit();
      tables.target().commit();
      assertEqual(tables);
    }
  }

  private static double number(Random random, int i) {
    double any = Double.longBitsToDouble(random.nextLong());
    return switch (i % 4) {
      case 0 -> Double.isFinite(any) ? any : 1;
      case 1 -> random.nextInt(1_000_000) / 100.0;
      case 2 -> random.nextDouble() * Math.pow(10, random.nextInt(40) - 20);
      default -> Math.pow(10, random.nextInt(40) - 20);
    };
  }

  @Test
  void tablesOfManyColumnsAndMixedCollationsAreHashed() throws SQLException {
    var columns = new ArrayList<Column>();
    columns.add(ID);
    String[] collations = {
      "utf8mb4_general_ci", "utf8mb4_unicode_ci", "utf8mb4_bin", "utf8mb3_bin"
    };
    for (int i = 0; i < 90; i++) {
      String charset = collations[i % 4].substring(0, 7);
      columns.add(
          column(
              "c" + i,
              varchar(5),
              "varchar(5) CHARACTER SET " + charset + " COLLATE " + collations[i % 4]));
    }
    try (PairedTables tables = PairedTables.create(columns, 1)) {
      tables.insertBoth("1" + ", 'é'".repeat(90));
      tables.insertBoth("2" + ", NULL, ''".repeat(45));
      assertEqual(tables);
    }
  }

  private static void assertEqual(PairedTables tables) throws SQLException {
    MappedTable mapped = tables.mapped();
    ChunkDigest source =
        tables.sourceDigests().digest(tables.source(), mapped.source(), KeyRange.ALL);
    assertThat(tables.targetDigests().digest(tables.target(), mapped.target(), KeyRange.ALL))
        .isEqualTo(source);
    assertThat(tables.targetDigests().buckets(tables.target(), mapped.target(), KeyRange.ALL, 16))
        .isEqualTo(
            tables.sourceDigests().buckets(tables.source(), mapped.source(), KeyRange.ALL, 16));
    for (RowKey key : sourceHashes(tables).keySet()) {
      if (key.texts().get(0).length() > 4) {
        break;
      }
      assertThat(tables.targetDigests().columnHashes(tables.target(), mapped.target(), key))
          .isEqualTo(tables.sourceDigests().columnHashes(tables.source(), mapped.source(), key));
    }
  }

  private static void assertKeysFindTheirRows(PairedTables tables) throws SQLException {
    MappedTable mapped = tables.mapped();
    var hashes = sourceHashes(tables);
    assertThat(tables.sourceDigests().rowHashes(tables.source(), mapped.source(), hashes.keySet()))
        .isEqualTo(hashes);
    assertThat(tables.targetDigests().rowHashes(tables.target(), mapped.target(), hashes.keySet()))
        .isEqualTo(hashes);
    if (mapped.source().keyOrdersAlike()) {
      assertRangesAddUp(tables, hashes.size());
    }
  }

  private static void assertRangesAddUp(PairedTables tables, int rows) throws SQLException {
    MappedTable mapped = tables.mapped();
    RowKey after = null;
    long source = 0;
    for (int i = 0; i <= rows; i++) {
      var upTo = tables.sourceDigests().boundary(tables.source(), mapped.source(), after, 1);
      assertThat(tables.targetDigests().boundary(tables.target(), mapped.target(), after, 1))
          .isEqualTo(upTo);
      if (upTo.isEmpty()) {
        break;
      }
      var range = new KeyRange(after, upTo.get());
      source += tables.sourceDigests().count(tables.source(), mapped.source(), range);
      assertThat(tables.targetDigests().count(tables.target(), mapped.target(), range))
          .isEqualTo(1);
      after = upTo.get();
    }
    assertThat(source).isEqualTo(rows);
  }

  private static java.util.Map<RowKey, String> sourceHashes(PairedTables tables)
      throws SQLException {
    return tables
        .sourceDigests()
        .rowHashes(tables.source(), tables.mapped().source(), KeyRange.ALL, 1, Set.of(0));
  }
}
