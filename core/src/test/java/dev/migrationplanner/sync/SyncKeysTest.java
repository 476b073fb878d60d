package dev.migrationplanner.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.client.Stage;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.verify.CompareOptions;
import dev.migrationplanner.verify.Comparison;
import dev.migrationplanner.verify.TableResult;
import dev.migrationplanner.verify.Views;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules 9 and 10: keys of every type, read from either log, find their rows on both sides. */
final class SyncKeysTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  /** Key columns, and the literals of four keys. */
  private static final Map<String, List<String>> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put("BINARY(4)", List.of("X'01000000'", "X'01020000'", "X'00000000'", "X'FF'"));
    KEYS.put("VARBINARY(8)", List.of("X'00'", "X'0000'", "X'20'", "X''"));
    KEYS.put("BIGINT UNSIGNED", List.of("18446744073709551615", "9223372036854775808", "0", "7"));
    KEYS.put("INT UNSIGNED", List.of("4294967295", "2147483648", "0", "1"));
    KEYS.put("MEDIUMINT UNSIGNED", List.of("16777215", "8388608", "1", "2"));
    KEYS.put("TINYINT UNSIGNED", List.of("255", "128", "0", "1"));
    KEYS.put("INT", List.of("-2147483648", "-1", "0", "2147483647"));
    KEYS.put("DECIMAL(10,2)", List.of("-0.50", "0", "-99999999.99", "12.30"));
    KEYS.put(
        "DATETIME(6)",
        List.of(
            "'2026-03-29 02:30:00.000001'",
            "'1000-01-01 00:00:00'",
            "'2026-01-01 00:00:00.1'",
            "'9999-12-31 23:59:59.999999'"));
    KEYS.put(
        "TIMESTAMP(6) DEFAULT '2000-01-01'",
        List.of(
            "'2026-03-29 02:30:00.000001'",
            "'1970-01-02 00:00:01'",
            "'2026-10-25 01:30:00.5'",
            "'2037-01-19 03:14:07'"));
    KEYS.put("TIME(3)", List.of("'00:00:00.001'", "'23:59:59.999'", "'12:00:00'", "'01:02:03'"));
    KEYS.put("DATE", List.of("'1000-01-01'", "'9999-12-31'", "'2024-02-29'", "'1969-12-31'"));
    KEYS.put("VARCHAR(20) CHARACTER SET latin1", List.of("'caf\u00e9'", "'\u00df'", "'a b'", "''"));
    KEYS.put(
        "VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        List.of("'\uD83D\uDE00'", "'Foo'", "'foo'", "'a''b\\\\c'"));
    KEYS.put("CHAR(5)", List.of("'a'", "'bb'", "'ccccc'", "' d'"));
    KEYS.put("ENUM('b','a','c d')", List.of("'b'", "'a'", "'c d'", "'c d'"));
    KEYS.put("YEAR", List.of("1901", "2155", "2000", "2026"));
  }

  /** The same of keys that have a type of the target's own in the idiomatic profile. */
  private static final Map<String, List<String>> IDIOMATIC = new LinkedHashMap<>();

  static {
    IDIOMATIC.put(
        "CHAR(36)",
        List.of(
            "'00000000-0000-0000-0000-000000000000'",
            "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
            "'01890a5d-ac96-774b-bcce-b302099a8057'",
            "'01890a5d-ac96-774b-bcce-b302099a8058'"));
    IDIOMATIC.put(
        "BINARY(16)",
        List.of(
            "X'01890A5DAC96774BBCCEB302099A8057'",
            "X'F1890A5DAC96174BBCCEB30209900000'",
            "X'01890A5DAC96774BBCCEB302099A8020'",
            "X'00000000000040008000000000000000'"));
    IDIOMATIC.put("VARCHAR(45)", List.of("'10.0.0.1'", "'::1'", "'2001:db8::8:0:1'", "'fe80::1'"));
    IDIOMATIC.put("ENUM('b','a','c d')", List.of("'b'", "'a'", "'c d'", "'c d'"));
  }

  @Test
  void keys_of_every_type_are_followed_there_and_back() throws Exception {
    follow(KEYS, Pair::new);
  }

  @Test
  void keys_of_the_idiomatic_profile_are_followed_there_and_back() throws Exception {
    follow(IDIOMATIC, Pair::idiomatic);
  }

  private interface Maker {
    Pair of(String... statements) throws Exception;
  }

  private static void follow(Map<String, List<String>> keys, Maker maker) throws Exception {
    var statements = new ArrayList<String>();
    int number = 0;
    for (Map.Entry<String, List<String>> key : keys.entrySet()) {
      String table = "t" + number++;
      statements.add(
          "CREATE TABLE " + table + " (k " + key.getKey() + " PRIMARY KEY, v VARCHAR(10))");
      for (String value : key.getValue().subList(0, 3)) {
        statements.add("INSERT INTO " + table + " VALUES (" + value + ", 'first')");
      }
    }
    try (Pair pair = maker.of(statements.toArray(String[]::new));
        Sync sync = pair.sync()) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      assertThat(pair.copy()).isTrue();
      pair.targetSchema.finish();
      sync.mode(Sync.Mode.HOP);
      assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();

      changeOnSource(pair, keys);
      assertEqual(pair, sync, 3);
      FlipOutcome flip =
          new Flip(sync, pair.tables, FlipOptions.DEFAULT).attempt(1, Stage.RAMP_DOWN);
      assertThat(flip.flipped()).as(flip.message()).isTrue();
      changeOnTarget(pair, keys);
      assertEqual(pair, sync, 2);
    }
  }

  /** One row changed, one key changed, one row deleted and inserted again. */
  private static void changeOnSource(Pair pair, Map<String, List<String>> keys) throws Exception {
    int number = 0;
    for (List<String> values : keys.values()) {
      String table = "t" + number++;
      pair.onSource(
          "UPDATE " + table + " SET v = 'changed' WHERE k = " + values.get(0),
          "DELETE FROM " + table + " WHERE k = " + values.get(1),
          "UPDATE " + table + " SET k = " + values.get(3) + ", v = 'k' WHERE k = " + values.get(2),
          "INSERT INTO " + table + " VALUES (" + values.get(1) + ", 'again')");
    }
  }

  /** One row gone for good, one gone and back, one changed. */
  private static void changeOnTarget(Pair pair, Map<String, List<String>> keys) throws Exception {
    for (int number = 0; number < keys.size(); number++) {
      String table = "t" + number;
      pair.onTarget(
          "CREATE TABLE kept AS SELECT * FROM " + table,
          "DELETE FROM " + table + " WHERE v <> 'k'",
          "INSERT INTO " + table + " SELECT * FROM kept WHERE v = 'again'",
          "UPDATE " + table + " SET v = 'back' WHERE v = 'k'",
          "DROP TABLE kept");
    }
  }

  private static void assertEqual(Pair pair, Sync sync, int rows) throws Exception {
    assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
    var comparison = new Comparison(Views.of(pair.source, pair.target), CompareOptions.DEFAULTS);
    for (MappedTable table : pair.tables) {
      TableResult result = comparison.full(table);
      assertThat(result.differences()).as(type(table)).isEmpty();
      assertThat(result.rowsSource()).as(type(table)).isEqualTo(rows);
    }
  }

  private static String type(MappedTable table) {
    return table.name() + " " + table.source().columns().get(0).column().nativeType();
  }

  /** Rule 10: the source's collation calls these keys equal, the target does not. */
  @Test
  void a_key_that_becomes_another_one_equal_by_collation_only_leaves_one_row() throws Exception {
    try (Pair pair =
            new Pair(
                "CREATE TABLE word (k VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY, n INT)",
                "INSERT INTO word VALUES ('Foo', 1), ('caf\u00e9', 2), ('pad', 3), ('gone', 4)");
        Sync sync = pair.sync()) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      assertThat(pair.copy()).isTrue();
      pair.targetSchema.finish();
      sync.mode(Sync.Mode.HOP);
      pair.onSource(
          "UPDATE word SET k = 'foo' WHERE n = 1",
          "UPDATE word SET k = 'CAFE' WHERE n = 2",
          "DELETE FROM word WHERE k = 'GONE'",
          "INSERT INTO word VALUES ('Gone', 5)");
      assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
      assertThat(pair.rowsOnTarget("SELECT k, n FROM word ORDER BY n"))
          .containsExactly("foo|1", "CAFE|2", "pad|3", "Gone|5");
      FlipOutcome flip =
          new Flip(sync, pair.tables, FlipOptions.DEFAULT).attempt(1, Stage.RAMP_DOWN);
      assertThat(flip.flipped()).as(flip.message()).isTrue();
      pair.onTarget("UPDATE word SET k = 'FOO' WHERE n = 1", "DELETE FROM word WHERE n = 5");
      assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
      assertThat(pair.rowsOnSource("SELECT k, n FROM word ORDER BY n"))
          .containsExactly("FOO|1", "CAFE|2", "pad|3");
    }
  }
}
