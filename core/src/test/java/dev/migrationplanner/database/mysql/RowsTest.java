package dev.migrationplanner.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.database.Database.Failure;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.RefusedValueException;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.Rows;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.servers.SharedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowsTest {

  private Fixture db;

  @BeforeEach
  void open() throws Exception {
    db = Fixture.fresh();
  }

  @AfterEach
  void close() throws Exception {
    db.close();
  }

  static Stream<EveryType> types() {
    return EveryType.all().stream();
  }

  static Stream<EveryType> keyTypes() {
    return EveryType.all().stream().filter(EveryType::canBeKey);
  }

  @ParameterizedTest
  @MethodSource("types")
  void guarantee5EveryBoundaryValueIsReadAndWrittenExactly(EveryType type) throws Exception {
    db.app(
        "CREATE TABLE t (id int PRIMARY KEY, v " + type.type() + " NULL)", "CREATE TABLE u LIKE t");
    for (int i = 0; i < type.sql().size(); i++) {
      db.app("INSERT INTO t VALUES (" + i + ", " + type.sql().get(i) + ")");
    }
    db.app("INSERT INTO t VALUES (99, NULL)");
    RowBuffer rows = db.read(db.view("t"), KeyRange.ALL);
    var expected = new ArrayList<>(type.canonical());
    expected.add("null");
    assertThat(Fixture.texts(rows, 1)).isEqualTo(expected);

    append(db.view("u"), rows);
    assertThat(Fixture.texts(db.read(db.view("u"), KeyRange.ALL), 1)).isEqualTo(expected);
    db.app("TRUNCATE u");
    equalize(db.view("u"), db.keys(db.view("t")), rows);
    assertThat(Fixture.texts(db.read(db.view("u"), KeyRange.ALL), 1)).isEqualTo(expected);
    assertThat(equalize(db.view("u"), db.keys(db.view("t")), rows).upserted()).isZero();
  }

  @ParameterizedTest
  @MethodSource("keyTypes")
  void everyTypeThatCanBeAKeyIsFoundByItsKey(EveryType type) throws Exception {
    db.app("CREATE TABLE t (k " + type.type() + " NOT NULL PRIMARY KEY)");
    for (String value : type.sql()) {
      db.app("INSERT INTO t VALUES (" + value + ")");
    }
    TableView view = db.view("t");
    List<RowKey> keys = db.keys(view);
    assertThat(keys).hasSize(type.sql().size());
    try (Connection connection = db.database.connect(Use.READ)) {
      for (int i = 0; i < keys.size(); i++) {
        var one = new RowBuffer(1);
        db.database.rows().read(connection, view, List.of(keys.get(i)), one);
        assertThat(one.rows()).as("by key").hasSize(1);
        assertThat(db.read(view, new KeyRange(null, keys.get(i))).rows()).hasSize(i + 1);
        assertThat(db.read(view, new KeyRange(keys.get(i), null)).rows())
            .hasSize(keys.size() - i - 1);
      }
    }
    assertThat(equalize(view, keys, new RowBuffer(1)).deleted()).isEqualTo(keys.size());
  }

  @Test
  void rangesCompareWholeTuplesAndUseTheIndex() throws Exception {
    db.app(
        "CREATE TABLE t (a int, b varchar(9), c datetime(6), PRIMARY KEY (a, b, c))",
        "INSERT INTO t SELECT s1.seq, s2.seq, '2026-01-01 00:00:00.000001' FROM seq_1_to_20 s1,"
            + " seq_1_to_20 s2");
    TableView view = db.view("t");
    List<RowKey> keys = db.keys(view);
    var found = new ArrayList<RowKey>();
    RowKey after = null;
    try (Connection connection = db.database.connect(Use.READ)) {
      while (true) {
        var next = db.database.rows().boundary(connection, view, after, 7);
        if (next.isEmpty()) {
          break;
        }
        RowBuffer rows = db.read(view, new KeyRange(after, next.get()));
        rows.rows().forEach(r -> found.add(RowBuffer.keyOf(view, r)));
        after = next.get();
      }
    }
    assertThat(found).isEqualTo(keys).hasSize(400);
    String range = new KeySql(db.name, view).within(new KeyRange(keys.get(50), keys.get(60)));
    assertThat(explained("SELECT * FROM t FORCE INDEX (PRIMARY) WHERE " + range)).isLessThan(40);
  }

  private long explained(String sql) throws SQLException {
    try (Connection connection = db.database.connect(Use.READ);
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                (SharedServers.mySqlEngine().equals("mysql")
                        ? "EXPLAIN FORMAT=TRADITIONAL "
                        : "EXPLAIN ")
                    + sql)) {
      row.next();
      return row.getLong("rows");
    }
  }

  @Test
  void aZeroDateIsSetAsideByTableAndColumnWithoutItsValue() throws Exception {
    db.app(
        "SET sql_mode=''", "CREATE TABLE t (id int PRIMARY KEY, d date, e enum('a'), x datetime)");
    zeroes("INSERT INTO t VALUES (1, '0000-00-00', 'a', NULL)", "column d");
    zeroes("INSERT INTO t VALUES (1, '2012-00-01', 'a', NULL)", "column d");
    zeroes("INSERT INTO t VALUES (1, NULL, 'nolabel', NULL)", "column e");
    zeroes("INSERT INTO t VALUES (1, NULL, 'a', '0000-00-00 00:00:00')", "column x");
  }

  private void zeroes(String insert, String where) throws Exception {
    db.app("SET sql_mode=''", insert);
    assertThatThrownBy(() -> db.read(db.view("t"), KeyRange.ALL))
        .isInstanceOf(RefusedValueException.class)
        .hasMessageContaining("table t")
        .hasMessageContaining(where)
        .satisfies(
            e -> assertThat(db.database.classify((SQLException) e)).isEqualTo(Failure.DEFER));
    db.app("DELETE FROM t");
  }

  @Test
  void whatDiffersInCaseOnlyCountsAsChanged() throws Exception {
    db.app(
        "CREATE TABLE t (id int PRIMARY KEY, v varchar(9) COLLATE utf8mb4_general_ci)",
        "CREATE TABLE u LIKE t",
        "INSERT INTO t VALUES (1, 'Foo'), (2, 'same'), (3, 'x')",
        "INSERT INTO u VALUES (1, 'foo'), (2, 'same'), (3, 'x ')");
    RowBuffer rows = db.read(db.view("t"), KeyRange.ALL);
    assertThat(equalize(db.view("u"), db.keys(db.view("t")), rows).upserted()).isEqualTo(2);
    assertThat(Fixture.texts(db.read(db.view("u"), KeyRange.ALL), 1))
        .containsExactly("Foo", "same", "x");
  }

  @Test
  void deletesMatchBytesAndAKeyTakesTheWantedBytes() throws Exception {
    db.app(
        "CREATE TABLE t (k varchar(9) COLLATE utf8mb4_general_ci PRIMARY KEY, v int)",
        "INSERT INTO t VALUES ('foo', 1)");
    TableView view = db.view("t");
    var none = new RowBuffer(2);
    assertThat(equalize(view, List.of(RowKey.of("FOO"), RowKey.of("foo ")), none).deleted())
        .isZero();
    var rows = new RowBuffer(2);
    rows.utf8("FOO".getBytes());
    rows.int64(2);
    rows.endRow();
    equalize(view, List.of(RowKey.of("FOO")), rows);
    assertThat(db.keys(view)).containsExactly(RowKey.of("FOO"));
    assertThat(equalize(view, List.of(RowKey.of("FOO")), none).deleted()).isEqualTo(1);
  }

  @Test
  void aSwapOfUniqueValuesIsWrittenAndOwnersOutsideAreDisplaced() throws Exception {
    db.app(
        "CREATE TABLE t (id int PRIMARY KEY, e varchar(9), p varchar(20), UNIQUE (e), UNIQUE"
            + " (p(3)))",
        "CREATE TABLE u LIKE t",
        "INSERT INTO t VALUES (1, 'b', 'p1x'), (2, 'a', 'p2x'), (4, 'd', 'p3yy')",
        "INSERT INTO u VALUES (1, 'a', 'p1x'), (2, 'b', 'p2x'), (3, 'd', 'q'), (5, 'z', 'p3yz')");
    RowBuffer rows = db.read(db.view("t"), KeyRange.ALL);
    Rows.Equalized done = equalize(db.view("u"), db.keys(db.view("t")), rows);
    assertThat(done.displaced()).containsExactlyInAnyOrder(RowKey.of("3"), RowKey.of("5"));
    assertThat(Fixture.texts(db.read(db.view("u"), KeyRange.ALL), 1))
        .containsExactly("b", "a", "d");
  }

  @Test
  void childrenAreFoundByTheParentsKeyAndByAnotherReferencedKey() throws Exception {
    db.app(
        "CREATE TABLE p (id int PRIMARY KEY, code varchar(9), UNIQUE (code))",
        "CREATE TABLE c (id int PRIMARY KEY, pid int, pcode varchar(9))",
        "INSERT INTO p VALUES (1, 'x'), (2, 'y')",
        "INSERT INTO c VALUES (10, 1, 'y'), (11, 2, 'x'), (12, 1, NULL), (13, 7, NULL)");
    try (Connection connection = db.database.connect(Use.READ)) {
      Rows rows = db.database.rows();
      TableView child = db.view("c");
      TableView parent = db.view("p");
      List<RowKey> one = List.of(RowKey.of("1"), RowKey.of("7"));
      assertThat(rows.children(connection, child, List.of("pid"), parent, List.of("id"), one))
          .containsExactlyInAnyOrder(RowKey.of("10"), RowKey.of("12"), RowKey.of("13"));
      assertThat(rows.children(connection, child, List.of("pcode"), parent, List.of("code"), one))
          .containsExactly(RowKey.of("11"));
    }
  }

  @Test
  void guarantee10AnErrorOfWritingHoldsNoValue() throws Exception {
    db.app("CREATE TABLE t (id int PRIMARY KEY, v varchar(5))");
    var rows = new RowBuffer(2);
    rows.int64(1);
    rows.utf8("C4NARY".getBytes());
    rows.endRow();
    assertThatThrownBy(() -> append(db.view("t"), rows))
        .hasMessageContaining("column v")
        .hasMessageContaining("too long")
        .satisfies(e -> assertThat(e.toString()).doesNotContain("C4NARY"))
        .satisfies(
            e ->
                assertThat(db.database.classify((SQLException) e.getCause()))
                    .isEqualTo(Failure.DEFER));
  }

  private void append(TableView view, RowBuffer rows) throws Exception {
    try (Connection connection = db.database.connect(Use.WRITE)) {
      Rows.BulkWriter writer = db.database.rows().append(connection, view);
      for (Object[] row : rows.rows()) {
        RowBuffer.replay(row, writer);
      }
      assertThat(writer.finish()).isEqualTo(rows.rows().size());
    }
  }

  private Rows.Equalized equalize(TableView view, List<RowKey> keys, RowBuffer rows)
      throws Exception {
    try (Connection connection = db.database.connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      Rows.Equalized done = db.database.rows().equalize(connection, view, keys, rows);
      connection.commit();
      return done;
    }
  }
}
