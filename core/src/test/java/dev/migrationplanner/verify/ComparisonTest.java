package dev.migrationplanner.verify;

import static dev.migrationplanner.database.PairedTables.column;
import static dev.migrationplanner.database.PairedTables.varchar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.database.PairedTables;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.SqlType.BinaryType;
import dev.migrationplanner.schema.SqlType.DateTimeType;
import dev.migrationplanner.schema.SqlType.DateType;
import dev.migrationplanner.schema.SqlType.DecimalType;
import dev.migrationplanner.schema.SqlType.FloatType;
import dev.migrationplanner.schema.SqlType.IntegerType;
import dev.migrationplanner.schema.SqlType.UuidType;
import dev.migrationplanner.verify.ChunkStore.KnownChunk;
import dev.migrationplanner.verify.Difference.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ComparisonTest {

  private static final CompareOptions SMALL = CompareOptions.DEFAULTS.limits(50, 5, 40, 20);
  private static final Column ID = column("id", new IntegerType(32, false), "int!");

  private PairedTables tables;

  @BeforeEach
  void create() throws SQLException {
    tables =
        PairedTables.create(
            List.of(
                ID,
                column("d", new FloatType(64), "double"),
                column("s", varchar(40), "varchar(40)"),
                column("raw", new BinaryType(false, 100), "varbinary(100)"),
                column("at", new DateTimeType(6), "datetime(6)")),
            1);
    tables.onSource(
        "INSERT INTO t SELECT seq, seq / 7e0, concat('name ', seq), 'raw',"
            + " '2026-01-01' + INTERVAL seq SECOND FROM seq_1_to_300");
    tables.onTarget(
        "INSERT INTO t SELECT i, i::float8 / 7, concat('name ', i), 'raw',"
            + " timestamp '2026-01-01' + i * interval '1 second' FROM generate_series(1, 300) i");
  }

  @AfterEach
  void close() throws SQLException {
    tables.close();
  }

  @Test
  void equalTablesHaveNoDifference() throws Exception {
    TableResult result = comparison(SMALL).full(tables.mapped());
    assertThat(result.differences()).isEmpty();
    assertThat(result.equal()).isTrue();
    assertThat(result.rowsSource()).isEqualTo(300);
    assertThat(result.rowsTarget()).isEqualTo(300);
    assertThat(result.statement()).contains("all 300 rows are equal in all 5 carried columns");
  }

  /** Guarantee 6: missing evidence never looks like success; every planted corruption is found. */
  @Test
  void everyKindOfCorruptionIsFoundAndNamed() throws Exception {
    tables.onSource("UPDATE t SET d = 0 WHERE id = 10");
    tables.onTarget("UPDATE t SET d = '-0' WHERE id = 10");
    tables.onTarget("UPDATE t SET d = 20.000000000000004 / 7 WHERE id = 20");
    tables.onTarget("UPDATE t SET s = s || ' ' WHERE id = 30");
    tables.onTarget("UPDATE t SET s = upper(s) WHERE id = 40");
    tables.onSource("UPDATE t SET s = concat('a', x'00') WHERE id = 50");
    tables.onTarget("UPDATE t SET s = 'a' WHERE id = 50");
    tables.onTarget("UPDATE t SET raw = '\\x726178' WHERE id = 60");
    tables.onTarget("UPDATE t SET at = at + interval '1 microsecond' WHERE id = 70");
    tables.onSource("UPDATE t SET s = '' WHERE id = 80");
    tables.onTarget("UPDATE t SET s = NULL WHERE id = 80");
    tables.onTarget("DELETE FROM t WHERE id = 90");
    tables.onTarget("INSERT INTO t VALUES (1000, NULL, NULL, NULL, NULL)");
    tables.onTarget("UPDATE t SET id = 2000 WHERE id = 100");
    tables.onTarget(
        "UPDATE t SET s = CASE id WHEN 110 THEN 'name 120' ELSE 'name 110' END"
            + " WHERE id IN (110, 120)");
    tables.onTarget("UPDATE t SET raw = '\\x72617700' WHERE id = 130");

    TableResult result = comparison(SMALL).full(tables.mapped());

    assertThat(found(result))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("10", "MISMATCHING [d]"),
                Map.entry("20", "MISMATCHING [d]"),
                Map.entry("30", "MISMATCHING [s]"),
                Map.entry("40", "MISMATCHING [s]"),
                Map.entry("50", "MISMATCHING [s]"),
                Map.entry("60", "MISMATCHING [raw]"),
                Map.entry("70", "MISMATCHING [at]"),
                Map.entry("80", "MISMATCHING [s]"),
                Map.entry("90", "MISSING []"),
                Map.entry("100", "MISSING []"),
                Map.entry("110", "MISMATCHING [s]"),
                Map.entry("120", "MISMATCHING [s]"),
                Map.entry("130", "MISMATCHING [raw]"),
                Map.entry("1000", "EXTRANEOUS []"),
                Map.entry("2000", "EXTRANEOUS []")));
  }

  @Test
  void moreDifferencesThanAreNamedAreStillCounted() throws Exception {
    tables.onTarget("UPDATE t SET s = 'other'");
    TableResult result = comparison(SMALL).full(tables.mapped());
    assertThat(result.differences()).hasSize(20);
    assertThat(result.differencesTotal()).isEqualTo(300);
  }

  @Test
  void countsSeeRowsButNotValues() throws Exception {
    tables.onTarget("UPDATE t SET s = 'other'");
    assertThat(comparison(SMALL).counts(tables.mapped()).equal()).isTrue();
    tables.onTarget("DELETE FROM t WHERE id < 4");
    TableResult result = comparison(SMALL).counts(tables.mapped());
    assertThat(result.differencesTotal()).isEqualTo(3);
  }

  @Test
  void aSampleIsTheSameForTheSameSeedAndSaysWhatItProves() throws Exception {
    var comparison = comparison(SMALL);
    TableResult first = comparison.sample(tables.mapped(), 100, 7);
    assertThat(comparison.sample(tables.mapped(), 100, 7).statement()).isEqualTo(first.statement());
    assertThat(first.statement()).contains("with 95 % confidence fewer than").contains("seed 7");
    tables.onTarget("UPDATE t SET s = 'other'");
    assertThat(comparison.sample(tables.mapped(), 100, 7).differencesTotal()).isBetween(60L, 160L);
  }

  @Test
  void aDifferenceThatGoesAwayWhileLookingAgainIsNone() throws Exception {
    tables.onTarget("UPDATE t SET s = 'late' WHERE id IN (5, 6)");
    Settling settling =
        (table, keys) -> {
          assertThat(keys).containsExactlyInAnyOrder(RowKey.of("5"), RowKey.of("6"));
          return arrive("UPDATE t SET s = 'name 5' WHERE id = 5");
        };
    TableResult result = comparison(SMALL.with(settling)).full(tables.mapped());
    assertThat(found(result)).containsOnlyKeys("6");
    assertThat(comparison(SMALL).recheck(tables.mapped(), List.of(RowKey.of("5"), RowKey.of("6"))))
        .containsExactly(new Difference(RowKey.of("6"), Kind.MISMATCHING, List.of("s")));
  }

  @Test
  void aStoppedComparisonGoesOnWhereItWas() throws Exception {
    var saved = new ArrayList<KnownChunk>();
    var store = new Kept(saved);
    var digests = comparison(SMALL.with(store)).full(tables.mapped()).digest();
    assertThat(saved).hasSize(6);
    saved.subList(3, 6).clear();
    var seen = new ArrayList<Long>();
    CompareOptions options =
        SMALL.with(store).with((table, rows, rate) -> {}, rows -> seen.add(rows));
    assertThat(comparison(options).full(tables.mapped()).digest()).isEqualTo(digests);
    assertThat(seen).first().isEqualTo(150L);
  }

  @Test
  void aTableWithoutAKeyIsEqualAsAWholeOrNot() throws Exception {
    try (PairedTables keyless = PairedTables.create(List.of(ID), 1)) {
      var mapped =
          new dev.migrationplanner.database.MappedTable(
              new dev.migrationplanner.database.TableView(
                  keyless.mapped().source().table(),
                  keyless.mapped().source().columns(),
                  List.of()),
              new dev.migrationplanner.database.TableView(
                  keyless.mapped().target().table(),
                  keyless.mapped().target().columns(),
                  List.of()));
      var comparison = new Comparison(views(keyless), SMALL);
      keyless.insertBoth("1");
      assertThat(comparison.full(mapped).equal()).isTrue();
      keyless.onTarget("UPDATE t SET id = 2");
      assertThat(comparison.full(mapped).differencesTotal()).isEqualTo(1);
      assertThatThrownBy(() -> comparison.sample(mapped, 1, 1)).hasMessageContaining("key");
    }
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        Arguments.of(
            List.of(column("k", new IntegerType(64, true), "bigint unsigned!")),
            List.of("1", "18446744073709551615", "2")),
        Arguments.of(
            List.of(column("k", new DecimalType(10, 2, false), "decimal(10,2)!")),
            List.of("-1.50", "0", "12.34")),
        Arguments.of(
            List.of(column("k", varchar(20), "varchar(20)!")), List.of("'Foo'", "'a'", "'Z'")),
        Arguments.of(
            List.of(column("k", new UuidType(), "uuid!")),
            List.of(
                "'00000000-0000-0000-0000-00000000000a'",
                "'ffffffff-0000-0000-0000-00000000000a'",
                "'0a000000-0000-0000-0000-000000000000'")),
        Arguments.of(
            List.of(ID, column("k", new DateType(), "date!")),
            List.of("1, '2026-01-01'", "1, '2026-01-02'", "2, '2025-01-01'")),
        Arguments.of(
            List.of(column("a", varchar(9), "varchar(9)!"), ID),
            List.of("'x', 1", "'X', 2", "'y', 1")));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void keysOfEveryKindAreComparedEqualAndFoundMissing(List<Column> key, List<String> rows)
      throws Exception {
    var columns = new ArrayList<>(key);
    columns.add(column("v", varchar(5), "varchar(5)"));
    try (PairedTables keyed = PairedTables.create(columns, key.size())) {
      for (String row : rows) {
        keyed.insertBoth(row + ", 'v'");
      }
      var comparison = new Comparison(views(keyed), CompareOptions.DEFAULTS.limits(1, 1, 2, 10));
      assertThat(comparison.full(keyed.mapped()).equal()).isTrue();
      keyed.onTarget("UPDATE t SET v = NULL");
      keyed.onSource("DELETE FROM t LIMIT 1");
      assertThat(comparison.full(keyed.mapped()).differences())
          .extracting(Difference::kind)
          .containsExactlyInAnyOrder(Kind.EXTRANEOUS, Kind.MISMATCHING, Kind.MISMATCHING);
    }
  }

  @Test
  void binaryKeysAreComparedByTheirBytes() throws Exception {
    var columns = List.of(column("k", new BinaryType(false, 8), "varbinary(8)!"));
    try (PairedTables keyed = PairedTables.create(columns, 1)) {
      for (String hex : List.of("00", "0000", "ff20", "ff")) {
        keyed.onSource("INSERT INTO t VALUES (x'" + hex + "')");
        keyed.onTarget("INSERT INTO t VALUES ('\\x" + hex + "')");
      }
      var comparison = new Comparison(views(keyed), CompareOptions.DEFAULTS.limits(1, 1, 2, 10));
      assertThat(comparison.full(keyed.mapped()).equal()).isTrue();
      keyed.onTarget("DELETE FROM t WHERE k = '\\x0000'");
      assertThat(found(comparison.full(keyed.mapped()))).containsOnlyKeys("0000");
    }
  }

  @Test
  void aKeyThatDiffersOnlyInCaseIsMissingAndExtraneous() throws Exception {
    try (PairedTables keyed =
        PairedTables.create(List.of(column("k", varchar(9), "varchar(9)!")), 1)) {
      keyed.onSource("INSERT INTO t VALUES ('Foo')");
      keyed.onTarget("INSERT INTO t VALUES ('foo')");
      var result = new Comparison(views(keyed), SMALL).full(keyed.mapped());
      assertThat(found(result)).isEqualTo(Map.of("Foo", "MISSING []", "foo", "EXTRANEOUS []"));
    }
  }

  @Test
  void severalTablesAreComparedAtOnceAndAnErrorIsAnError() throws Exception {
    var mapped = tables.mapped();
    assertThat(comparison(SMALL).full(List.of(mapped), 2)).hasSize(1);
    tables.onTarget("DROP TABLE t");
    assertThatThrownBy(() -> comparison(SMALL).full(List.of(mapped), 2))
        .isInstanceOf(SQLException.class);
  }

  private boolean arrive(String sql) {
    try {
      tables.onTarget(sql);
      return false;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Comparison comparison(CompareOptions options) {
    return new Comparison(views(tables), options);
  }

  private static Views views(PairedTables tables) {
    return Views.of(
        new Views.Reading(tables.sourceDigests(), tables.source(), "s"),
        new Views.Reading(tables.targetDigests(), tables.target(), "t"));
  }

  private static Map<String, String> found(TableResult result) {
    var found = new TreeMap<String, String>();
    for (Difference difference : result.differences()) {
      found.put(
          String.join(",", difference.key().texts()),
          difference.kind() + " " + difference.columns());
    }
    return found;
  }

  private record Kept(List<KnownChunk> chunks) implements ChunkStore {
    @Override
    public List<KnownChunk> load(String table) {
      return List.copyOf(chunks);
    }

    @Override
    public Watch watch(String table) {
      return new Watch();
    }

    @Override
    public void save(String table, KnownChunk chunk, Watch since) {
      chunks.add(chunk);
    }
  }
}
