package dev.migrationplanner.database.postgresql;

import static dev.migrationplanner.database.postgresql.Shop.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.database.Database.Failure;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Guarantee 5: no value is changed silently. */
class RowsRoundTripTest {

  private static Shop shop;

  @BeforeAll
  static void open() throws Exception {
    shop = Shop.open();
  }

  @AfterAll
  static void close() throws Exception {
    shop.close();
  }

  private static int tables;

  /** What was appended is read again, by range and by key, and the server prints it as expected. */
  private void roundTrips(String nativeType, SqlType logical, Object[][] valueAndText)
      throws Exception {
    String name = "t" + ++tables;
    shop.sql("CREATE TABLE " + name + " (id int PRIMARY KEY, v " + nativeType + ")");
    TableView view = shop.view(name, logical == null ? Map.of() : Map.of("v", logical));
    var rows = new ArrayList<Object[]>();
    rows.add(row(0, null));
    for (Object[] pair : valueAndText) {
      rows.add(row(rows.size(), pair[0]));
    }
    shop.append(view, rows.toArray(Object[][]::new));
    var expected = Shop.texts(Shop.rows(view, rows.toArray(Object[][]::new)));
    var read = new RowBuffer(2);
    try (Connection connection = shop.database.connect(Use.READ)) {
      shop.database.rows().read(connection, view, KeyRange.ALL, read);
    }
    assertThat(Shop.texts(read)).isEqualTo(expected);
    for (int i = 0; i < valueAndText.length; i++) {
      assertThat(shop.one("SELECT v::text FROM " + name + " WHERE id = " + (i + 1)))
          .isEqualTo(valueAndText[i][1]);
    }
    equalizesToItself(view, rows, expected);
    if (!(nativeType.startsWith("json")
        || nativeType.equals("real")
        || nativeType.contains("[]")
        || nativeType.startsWith("double"))) {
      findsItselfByKey(name, view, valueAndText, logical);
    }
  }

  private void equalizesToItself(TableView view, List<Object[]> rows, List<String> expected)
      throws Exception {
    RowBuffer buffer = Shop.rows(view, rows.toArray(Object[][]::new));
    List<RowKey> keys = buffer.rows().stream().map(r -> RowBuffer.keyOf(view, r)).toList();
    try (Connection connection = shop.database.connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      assertThat(shop.database.rows().equalize(connection, view, keys, buffer).upserted()).isZero();
      connection.createStatement().execute("UPDATE " + "public." + view.name() + " SET v = NULL");
      assertThat(shop.database.rows().equalize(connection, view, keys, buffer).upserted())
          .isEqualTo(rows.size() - 1);
      connection.commit();
    }
    assertThat(Shop.texts(shop.read(view, keys))).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** The same values as keys: each finds its own row and ranges hold the rest. */
  private void findsItselfByKey(String name, TableView byId, Object[][] values, SqlType logical)
      throws Exception {
    shop.sql(
        "CREATE TABLE k"
            + name
            + " AS SELECT DISTINCT ON (v) v, id FROM "
            + name
            + " WHERE v IS NOT NULL",
        "ALTER TABLE k" + name + " ADD PRIMARY KEY (v)");
    TableView view = shop.view("k" + name, logical == null ? Map.of() : Map.of("v", logical));
    RowBuffer all = new RowBuffer(2);
    try (Connection connection = shop.database.connect(Use.READ)) {
      shop.database.rows().read(connection, view, KeyRange.ALL, all);
      for (int i = 0; i < all.rows().size(); i++) {
        RowKey key = RowBuffer.keyOf(view, all.rows().get(i));
        assertThat(Shop.texts(shop.read(view, List.of(key))))
            .containsExactly(Shop.texts(all).get(i));
        var rest = new RowBuffer(2);
        shop.database.rows().read(connection, view, new KeyRange(key, null), rest);
        assertThat(rest.rows()).hasSize(all.rows().size() - i - 1);
        assertThat(shop.database.rows().boundary(connection, view, null, i + 1)).contains(key);
      }
    }
    assertThat(byId.columns()).hasSize(2);
  }

  private static Object[][] values(Object... valueThenText) {
    var pairs = new Object[valueThenText.length / 2][];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = new Object[] {valueThenText[2 * i], valueThenText[2 * i + 1]};
    }
    return pairs;
  }

  @Test
  void wholeNumbersKeepTheirEnds() throws Exception {
    roundTrips("smallint", null, values(-32768, "-32768", 32767, "32767", 0, "0"));
    roundTrips(
        "integer", null, values(Integer.MIN_VALUE, "-2147483648", Integer.MAX_VALUE, "2147483647"));
    roundTrips(
        "bigint",
        null,
        values(Long.MIN_VALUE, "-9223372036854775808", Long.MAX_VALUE, "9223372036854775807"));
  }

  @Test
  void unsignedSixtyFourBitsLiveInNumeric() throws Exception {
    roundTrips(
        "numeric(20,0)",
        new SqlType.IntegerType(64, true),
        values(
            0,
            "0",
            1,
            "1",
            10_000,
            "10000",
            123_456_789_012L,
            "123456789012",
            Long.MAX_VALUE,
            "9223372036854775807",
            new BigInteger("9223372036854775808"),
            "9223372036854775808",
            new BigInteger("18446744073709551615"),
            "18446744073709551615"));
  }

  @Test
  void booleansTinyNumbersYearsAndBits() throws Exception {
    roundTrips("boolean", null, values(0, "false", 1, "true"));
    roundTrips("boolean", new SqlType.IntegerType(8, false), values(0, "false", 1, "true"));
    roundTrips("smallint", new SqlType.BooleanType(), values(0, "0", 1, "1"));
    roundTrips("smallint", new SqlType.YearType(), values(0, "0", 1901, "1901", 2155, "2155"));
    roundTrips("bit(1)", null, values(0, "0", 1, "1"));
    roundTrips("bit(10)", null, values(5, "0000000101", 1023, "1111111111"));
    roundTrips("bit(64)", null, values(-1L, "1".repeat(64), 1L, "0".repeat(63) + "1"));
  }

  @Test
  void decimalsKeepEveryDigit() throws Exception {
    roundTrips(
        "numeric(12,4)",
        null,
        values(
            new BigDecimal("0.0000"),
            "0.0000",
            new BigDecimal("-99999999.9999"),
            "-99999999.9999",
            new BigDecimal("0.0001"),
            "0.0001",
            new BigDecimal("10000.0000"),
            "10000.0000",
            new BigDecimal("12345.6789"),
            "12345.6789"));
    String wide = "123456789012345678901234567890123456789012345.012345678901234567891234567891";
    roundTrips(
        "numeric",
        null,
        values(
            new BigDecimal(wide),
            wide,
            new BigDecimal("-0.00000000000001"),
            "-0.00000000000001",
            new BigDecimal("100000000000000000000"),
            "100000000000000000000",
            new BigDecimal("0.5"),
            "0.5",
            new BigDecimal("1.10"),
            "1.10"));
  }

  @Test
  void floatsKeepEveryBit() throws Exception {
    roundTrips(
        "real",
        null,
        values(
            16777216.0,
            "1.6777216e+07",
            -0.0,
            "-0",
            (double) Float.MIN_VALUE,
            "1e-45",
            (double) Float.MAX_VALUE,
            "3.4028235e+38",
            Double.NaN,
            "NaN"));
    roundTrips(
        "double precision",
        null,
        values(
            0.1,
            "0.1",
            -0.0,
            "-0",
            Double.MIN_VALUE,
            "5e-324",
            Double.MAX_VALUE,
            "1.7976931348623157e+308",
            Double.NEGATIVE_INFINITY,
            "-Infinity"));
  }

  @Test
  void textIsBytes() throws Exception {
    roundTrips("text", null, values("", "", "a ", "a ", "é😀'\"\\{},NULL", "é😀'\"\\{},NULL"));
    roundTrips("varchar(5)", null, values("Foo", "Foo", "foo", "foo", "ß", "ß"));
    roundTrips("char(5)", null, values("ab", "ab", "", ""));
    roundTrips(
        "varchar(5)",
        new SqlType.TextType(true, 5, dev.migrationplanner.schema.Collation.BYTES),
        values("ab", "ab"));
    roundTrips("bytea", null, values(new byte[0], "\\x", new byte[] {0, -1, 92}, "\\x00ff5c"));
  }

  @Test
  void aValueLargerThanTheBufferGoesThrough() throws Exception {
    shop.sql("CREATE TABLE big (id int PRIMARY KEY, v text, b bytea)");
    TableView view = shop.view("big");
    String text = "x".repeat(3_000_000);
    shop.append(view, row(1, text, new byte[70_000]));
    RowBuffer read = shop.read(view, Shop.keys(1));
    assertThat(read.rows().get(0)[1]).hasToString(text);
    assertThat((byte[]) read.rows().get(0)[2]).hasSize(70_000);
  }

  @Test
  void datesAndTimesReachBothEnds() throws Exception {
    roundTrips(
        "date",
        null,
        values(
            0,
            "1970-01-01",
            -1,
            "1969-12-31",
            2_932_896,
            "9999-12-31",
            2_932_897,
            "10000-01-01",
            -719_529,
            "0002-12-31 BC",
            Integer.MAX_VALUE,
            "infinity",
            Integer.MIN_VALUE,
            "-infinity"));
    roundTrips(
        "timestamp(6)",
        null,
        values(
            -1L,
            "1969-12-31 23:59:59.999999",
            1_000_000L,
            "1970-01-01 00:00:01",
            253_402_300_800_000_000L,
            "10000-01-01 00:00:00",
            -62_135_596_800_000_001L,
            "0001-12-31 23:59:59.999999 BC",
            Long.MIN_VALUE,
            "-infinity",
            Long.MAX_VALUE,
            "infinity"));
    roundTrips(
        "timestamptz(3)",
        null,
        values(
            1_000L,
            "1970-01-01 00:00:00.001+00",
            -62_135_596_800_000_000L,
            "0001-01-01 00:00:00+00",
            -62_135_596_801_000_000L,
            "0001-12-31 23:59:59+00 BC",
            Long.MAX_VALUE,
            "infinity"));
    roundTrips("time(6)", null, values(0, "00:00:00", 86_399_999_999L, "23:59:59.999999"));
    roundTrips(
        "interval",
        new SqlType.TimeType(6),
        values(
            3_020_399_000_000L,
            "838:59:59",
            -1L,
            "-00:00:00.000001",
            -3_020_399_999_999L,
            "-838:59:59.999999"));
  }

  @Test
  void enumsSetsJsonAddressesAndUuids() throws Exception {
    shop.sql("CREATE TYPE public.mood AS ENUM ('sad', 'o''k', 'very, \"happy\"')");
    roundTrips("public.mood", null, values("o'k", "o'k", "very, \"happy\"", "very, \"happy\""));
    roundTrips("text", new SqlType.EnumType(List.of("a", "b")), values("a", "a"));
    roundTrips(
        "text[]",
        new SqlType.SetType(List.of("a", "b c", "d")),
        values("", "{}", "a", "{a}", "a,b c", "{a,\"b c\"}"));
    roundTrips(
        "json",
        null,
        values(
            "{\"b\":1, \"a\":1.0,\"a\":2}",
            "{\"b\":1, \"a\":1.0,\"a\":2}",
            "\"\\u0000\"",
            "\"\\u0000\""));
    roundTrips(
        "jsonb",
        null,
        values(
            "{\"a\": 1e400}".replace("1e400", "10.00"),
            "{\"a\": 10.00}",
            "[1, null]",
            "[1, null]"));
    roundTrips(
        "uuid",
        null,
        values("00112233-4455-6677-8899-aabbccddeeff", "00112233-4455-6677-8899-aabbccddeeff"));
    roundTrips(
        "inet",
        null,
        values(
            "192.168.0.1",
            "192.168.0.1/32",
            "10.0.0.1/8",
            "10.0.0.1/8",
            "::",
            "::/128",
            "::ffff:1.2.3.4",
            "::ffff:1.2.3.4/128",
            "2001:db8::1",
            "2001:db8::1/128"));
    roundTrips(
        "bytea",
        new SqlType.GeometryType("point"),
        values(new byte[] {0, 0, 0, 0, 1}, "\\x0000000001"));
  }

  @Test
  void domainsAreCarriedAsWhatTheyAreOver() throws Exception {
    shop.sql("CREATE DOMAIN public.money_amount AS numeric(10,2) CHECK (VALUE >= 0)");
    roundTrips("public.money_amount", null, values(new BigDecimal("1.50"), "1.50"));
  }

  @Test
  void aRefusedValueNamesTableAndColumnButNotTheValue() throws Exception {
    shop.sql(
        "CREATE TABLE strict (id int PRIMARY KEY, s varchar(5), n numeric(5,1), i smallint, t timestamp(0), j jsonb)");
    TableView view = shop.view("strict");
    Object[][] bad = {
      row(7311, "sec\0", null, null, null, null),
          row(7311, null, new BigDecimal("7311.25"), null, null, null),
      row(7311, null, null, 73110, null, null), row(7311, null, null, null, 7311L, null),
      row(7311, "sec7311", null, null, null, null), row(7311, null, null, null, null, "{\"sec7311")
    };
    String[] columns = {"s", "n", "i", "t", "", "j"};
    for (int i = 0; i < bad.length; i++) {
      Object[] one = bad[i];
      SQLException error = refusal(() -> shop.append(view, one));
      assertThat(error.getMessage())
          .contains("table strict")
          .doesNotContain("7311")
          .doesNotContain("sec");
      assertThat(error.getCause()).isNull();
      if (!columns[i].isEmpty()) {
        assertThat(error.getMessage()).contains("column " + columns[i]);
      }
      assertThat(shop.database.classify(error)).isEqualTo(Failure.DEFER);
    }
    shop.append(view, row(1, null, null, null, null, null));
    SQLException twice = refusal(() -> shop.append(view, row(1, null, null, null, null, null)));
    assertThat(twice.getMessage()).contains("strict_pkey").doesNotContain("(1)");
  }

  private interface Attempt {
    void run() throws Exception;
  }

  private static SQLException refusal(Attempt attempt) {
    try {
      attempt.run();
    } catch (Exception e) {
      Throwable found = e instanceof SQLException ? e : e.getCause();
      assertThat(found).isInstanceOf(SQLException.class);
      return (SQLException) found;
    }
    throw new AssertionError("it was not refused");
  }

  @Test
  void whatHasNoCounterpartIsRefusedWhenRead() throws Exception {
    shop.sql(
        "CREATE TABLE odd (id int PRIMARY KEY, n numeric, i interval)",
        "INSERT INTO odd VALUES (1, 'NaN', NULL), (2, NULL, '1 month')");
    TableView view = shop.view("odd");
    for (int id = 1; id <= 2; id++) {
      int key = id;
      assertThatThrownBy(() -> shop.read(view, Shop.keys(key)))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("table odd, column " + (id == 1 ? "n" : "i"));
    }
    assertThat(shop.read(view, Shop.keys(3)).rows()).isEmpty();
  }

  @Test
  void wholeTuplesMakeTheRange() throws Exception {
    shop.sql(
        "CREATE TABLE pair (a int, b text, v int, PRIMARY KEY (a, b))",
        "INSERT INTO pair SELECT a, 'k' || b, a * 10 + b FROM generate_series(1, 5) a, generate_series(1, 5) b");
    TableView view = shop.view("pair");
    var rows = new RowBuffer(3);
    try (Connection connection = shop.database.connect(Use.READ)) {
      long count =
          shop.database
              .rows()
              .read(
                  connection, view, new KeyRange(RowKey.of("2", "k4"), RowKey.of("4", "k1")), rows);
      assertThat(count).isEqualTo(7);
      assertThat(shop.database.rows().boundary(connection, view, RowKey.of("2", "k4"), 7))
          .contains(RowKey.of("4", "k1"));
      assertThat(shop.database.rows().boundary(connection, view, RowKey.of("5", "k4"), 100))
          .contains(RowKey.of("5", "k5"));
      assertThat(shop.database.rows().boundary(connection, view, RowKey.of("5", "k5"), 1))
          .isEmpty();
    }
    assertThat(
            shop.read(
                    view,
                    List.of(
                        RowKey.of("1", "k2"),
                        RowKey.of("9", "k2"),
                        RowKey.of("3", "k3"),
                        RowKey.of("1", "k2")))
                .rows())
        .hasSize(2);
  }

  @Test
  void childrenAreFoundByAnyKeyOfTheParent() throws Exception {
    shop.sql(
        "CREATE TABLE parent (id int PRIMARY KEY, code text UNIQUE NOT NULL)",
        "CREATE TABLE child (id int PRIMARY KEY, p int REFERENCES parent, c text REFERENCES parent(code))",
        "INSERT INTO parent VALUES (1, 'a'), (2, 'b'), (3, 'c')",
        "INSERT INTO child VALUES (10, 1, 'b'), (11, 2, 'a'), (12, NULL, NULL), (13, 1, 'c')");
    TableView parent = shop.view("parent");
    TableView child = shop.view("child");
    try (Connection connection = shop.database.connect(Use.READ)) {
      assertThat(
              shop.database
                  .rows()
                  .children(connection, child, List.of("p"), parent, List.of("id"), Shop.keys(1)))
          .containsExactlyInAnyOrder(RowKey.of("10"), RowKey.of("13"));
      assertThat(
              shop.database
                  .rows()
                  .children(
                      connection, child, List.of("c"), parent, List.of("code"), Shop.keys(1, 3)))
          .containsExactlyInAnyOrder(RowKey.of("11"), RowKey.of("13"));
    }
  }
}
