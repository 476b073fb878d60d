package dev.migrationplanner.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.migrationplanner.database.ChangeLog;
import dev.migrationplanner.database.ChangeLog.LogLostException;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.KeyChange;
import dev.migrationplanner.database.KeyChange.Kind;
import dev.migrationplanner.database.LogPosition;
import dev.migrationplanner.database.LoggedTransaction;
import dev.migrationplanner.database.LoggedTransaction.HopMark;
import dev.migrationplanner.database.LoggedTransaction.TableStatement;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.Snapshot;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.servers.SharedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeLogTest {

  private static final boolean MY_SQL = SharedServers.mySqlEngine().equals("mysql");

  private Fixture db;

  @BeforeEach
  void open() throws Exception {
    db = Fixture.fresh();
  }

  @AfterEach
  void close() throws Exception {
    db.close();
  }

  static Stream<EveryType> keyTypes() {
    return EveryType.all().stream().filter(EveryType::canBeKey);
  }

  private ChangeLog log(String... tables) throws Exception {
    var views = new ArrayList<TableView>();
    for (String table : tables) {
      views.add(db.view(table));
    }
    return db.database.changeLog("test", views);
  }

  private static List<String> told(List<KeyChange> changes) {
    return changes.stream()
        .map(c -> c.kind() + " " + c.table() + " " + String.join("|", c.key().texts()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("keyTypes")
  void keysFromTheLogAreThoseASnapshotReads(EveryType type) throws Exception {
    db.app(
        "CREATE TABLE t (a text, k "
            + type.type()
            + " NOT NULL, b blob, n int NULL, PRIMARY KEY"
            + " (k))");
    ChangeLog log = log("t");
    LogPosition from = log.establish();
    for (String value : type.sql()) {
      db.app("INSERT INTO t VALUES (repeat('ä', 200), " + value + ", 'x', NULL)");
    }
    List<RowKey> keys = db.keys(db.view("t"));
    db.app("UPDATE t SET a = NULL, n = 7", "DELETE FROM t");
    try (Collector collector = new Collector(log, from).sync()) {
      for (Kind kind : Kind.values()) {
        assertThat(
                collector.changes().stream()
                    .filter(c -> c.kind() == kind)
                    .map(c -> c.key().texts()))
            .as(kind.name())
            .containsExactlyInAnyOrderElementsOf(keys.stream().map(RowKey::texts).toList());
      }
    }
  }

  @Test
  void aTransactionTellsWhatHappenedToEachKeyLast() throws Exception {
    db.app(
        "CREATE TABLE t (a int, b varchar(9), v int, PRIMARY KEY (a, b))",
        "CREATE TABLE other (id int PRIMARY KEY)");
    ChangeLog log = log("t");
    LogPosition from = log.establish();
    db.app(
        "BEGIN",
        "INSERT INTO t VALUES (1, 'x', 0), (2, 'y', 0)",
        "UPDATE t SET v = 1 WHERE a = 1",
        "INSERT INTO other VALUES (1)",
        "COMMIT",
        "UPDATE t SET b = 'z' WHERE a = 2",
        "INSERT INTO other VALUES (2)",
        "DELETE FROM t WHERE a = 1");
    try (Collector collector = new Collector(log, from).sync()) {
      assertThat(collector.full()).hasSize(3);
      assertThat(told(collector.full().get(0).changes()))
          .containsExactlyInAnyOrder("UPDATE t 1|x", "INSERT t 2|y");
      assertThat(told(collector.full().get(1).changes()))
          .containsExactlyInAnyOrder("DELETE t 2|y", "INSERT t 2|z");
      assertThat(told(collector.full().get(2).changes())).containsExactly("DELETE t 1|x");
    }
  }

  @Test
  void minimalRowImagesAreEnough() throws Exception {
    db.app(
        "CREATE TABLE t (v int, a int, b varchar(9), w text, PRIMARY KEY (a, b))",
        "INSERT INTO t VALUES (1, 1, 'x', 'w'), (1, 2, 'y', 'w')");
    ChangeLog log = log("t");
    LogPosition from = log.establish();
    db.app(
        "SET SESSION binlog_row_image = MINIMAL",
        "UPDATE t SET w = 'q' WHERE a = 1",
        "UPDATE t SET b = 'z' WHERE a = 2",
        "DELETE FROM t WHERE a = 1");
    try (Collector collector = new Collector(log, from).sync()) {
      assertThat(told(collector.changes()))
          .containsExactly("UPDATE t 1|x", "DELETE t 2|y", "INSERT t 2|z", "DELETE t 1|x");
    }
  }

  @Test
  void ourOwnTransactionsCarryTheirMark() throws Exception {
    db.app("CREATE TABLE t (id int PRIMARY KEY)");
    ChangeLog log = log("t");
    try (Connection connection = db.database.connect(Use.WRITE);
        var statement = connection.createStatement()) {
      for (String sql : db.database.controlSql().install()) {
        statement.execute(sql);
      }
      LogPosition from = log.establish();
      connection.setAutoCommit(false);
      statement.execute(
          "INSERT INTO migration_planner.hop VALUES ('"
              + db.name
              + "', 'SOURCE_TO_TARGET', 42, 1,"
              + " '', '', '')");
      statement.execute("INSERT INTO t VALUES (7)");
      connection.commit();
      try (Collector collector = new Collector(log, from).sync()) {
        LoggedTransaction ours = collector.full().get(0);
        assertThat(ours.hop()).isEqualTo(new HopMark(db.name, "SOURCE_TO_TARGET", 42));
        assertThat(told(ours.changes())).containsExactly("INSERT t 7");
      }
    }
  }

  @Test
  void truncateAndDdlOfTablesThatAreReadAreToldWithoutValues() throws Exception {
    db.app("CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE o (id int PRIMARY KEY)");
    ChangeLog log = log("t");
    LogPosition from = log.establish();
    db.app(
        "TRUNCATE TABLE t",
        "ALTER TABLE /* hidden */ t ADD COLUMN v varchar(9) DEFAULT 'C4NARY'",
        "ALTER TABLE o ADD COLUMN t int",
        "CREATE VIEW w AS SELECT * FROM t",
        "CREATE INDEX i ON `" + db.name + "`.`t` (v)",
        "RENAME TABLE o TO o2, t TO t2");
    try (Collector collector = new Collector(log, from).sync()) {
      assertThat(collector.transactions.stream().flatMap(t -> t.statements().stream()))
          .containsExactly(
              new TableStatement(TableStatement.Kind.TRUNCATE, "t", "TRUNCATE t"),
              new TableStatement(TableStatement.Kind.DDL, "t", "ALTER t"),
              new TableStatement(TableStatement.Kind.DDL, "t", "CREATE t"),
              new TableStatement(TableStatement.Kind.REPLACED, "t", "RENAME t"));
    }
  }

  @Test
  void childrenChangedByACascadeAreInTheLogOfMySqlOnly() throws Exception {
    db.app(
        "CREATE TABLE p (id int PRIMARY KEY)",
        "CREATE TABLE c (id int PRIMARY KEY, pid int, FOREIGN KEY (pid) REFERENCES p (id) ON DELETE"
            + " CASCADE)",
        "INSERT INTO p VALUES (1)",
        "INSERT INTO c VALUES (10, 1)");
    ChangeLog log = log("p", "c");
    LogPosition from = log.establish();
    db.app("DELETE FROM p");
    try (Collector collector = new Collector(log, from).sync()) {
      List<String> told = told(collector.changes());
      if (MY_SQL) { // From 9.6 on.
        assertThat(told).containsExactlyInAnyOrder("DELETE p 1", "DELETE c 10");
      } else {
        assertThat(told).containsExactly("DELETE p 1");
      }
    }
  }

  @Test
  void rowsChangedByAStatementStopTheReader() throws Exception {
    db.app("CREATE TABLE t (id int PRIMARY KEY)");
    ChangeLog log = log("t");
    LogPosition from = log.establish();
    db.app("SET SESSION binlog_format = STATEMENT", "INSERT INTO t VALUES (1)");
    try (Collector collector = new Collector(log, from)) {
      assertThatThrownBy(collector::sync)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("by a statement (INSERT)")
          .hasMessageContaining("binlog_format=ROW");
    }
  }

  @Test
  void preparedXaOnTablesThatAreReadStopsTheReader() throws Exception {
    db.app("CREATE TABLE t (id int PRIMARY KEY)");
    ChangeLog log = log("t");
    LogPosition from = log.establish();
    db.app(
        "XA START 'x'",
        "INSERT INTO t VALUES (1)",
        "XA END 'x'",
        "XA PREPARE 'x'",
        "XA COMMIT 'x'");
    try (Collector collector = new Collector(log, from)) {
      assertThatThrownBy(collector::sync).hasMessageContaining("XA");
    }
  }

  @Test
  void xaOnOtherTablesIsPassedOverButABranchPreparedBeforeIsRefused() throws Exception {
    db.app("CREATE TABLE t (id int PRIMARY KEY)", "CREATE TABLE o (id int PRIMARY KEY)");
    ChangeLog log = log("t");
    LogPosition from = log.establish();
    db.app(
        "XA START 'o', 'b', 7",
        "INSERT INTO o VALUES (1)",
        "XA END 'o', 'b', 7",
        "XA PREPARE 'o', 'b', 7",
        "XA COMMIT 'o', 'b', 7",
        "XA START 'y'",
        "INSERT INTO o VALUES (2)",
        "XA END 'y'",
        "XA PREPARE 'y'",
        "XA ROLLBACK 'y'",
        "INSERT INTO t VALUES (2)");
    try (Collector collector = new Collector(log, from).sync()) {
      assertThat(told(collector.changes())).containsExactly("INSERT t 2");
    }
    db.app("XA START 'z'", "INSERT INTO t VALUES (3)", "XA END 'z'", "XA PREPARE 'z'");
    LogPosition late = log.establish();
    db.app("XA COMMIT 'z'");
    try (Collector collector = new Collector(log, late)) {
      assertThatThrownBy(collector::sync).hasMessageContaining(MY_SQL ? "XA" : "XA COMMIT");
    }
  }

  @Test
  void compressedEventsStopTheReaderByTheNameOfTheSetting() throws Exception {
    db.app("CREATE TABLE t (id int PRIMARY KEY, v longtext)");
    ChangeLog log = log("t");
    LogPosition from = log.establish();
    String setting = MY_SQL ? "binlog_transaction_compression" : "log_bin_compress";
    try {
      db.app("SET GLOBAL " + setting + " = ON");
      db.app("INSERT INTO t VALUES (1, repeat('x', 10000))");
      try (Collector collector = new Collector(log, from)) {
        assertThatThrownBy(collector::sync).hasMessageContaining(setting + "=OFF");
      }
    } finally {
      db.app("SET GLOBAL " + setting + " = OFF");
    }
  }

  @Test
  void transactionsWithATaggedGtidAreReadAndVisibleLikeOthers() throws Exception {
    assumeTrue(MY_SQL, "only MySQL has tagged GTIDs");
    db.app("CREATE TABLE t (id int PRIMARY KEY)");
    ChangeLog log = log("t");
    LogPosition from = log.establish();
    db.app(
        "SET gtid_next = 'AUTOMATIC:ours'",
        "INSERT INTO t VALUES (1)",
        "SET gtid_next = 'AUTOMATIC'",
        "INSERT INTO t VALUES (2)",
        "SET gtid_next = 'AUTOMATIC:theirs'",
        "INSERT INTO t VALUES (3)");
    try (Snapshot snapshot = db.database.snapshot(List.of(db.view("t")));
        Collector collector = new Collector(log, from).sync()) {
      assertThat(collector.changes()).hasSize(3);
      assertThat(collector.full()).allMatch(t -> snapshot.visible().covers(t.tag()));
      try (Collector rest = new Collector(log, collector.full().get(0).end()).sync()) {
        assertThat(rest.changes()).hasSize(2);
      }
    }
  }

  @Test
  void aPositionTakenFromEachTransactionGoesOnBehindIt() throws Exception {
    db.app("CREATE TABLE t (id int PRIMARY KEY)");
    ChangeLog log = log("t");
    LogPosition from = log.establish();
    for (int i = 0; i < 5; i++) {
      db.app("INSERT INTO t VALUES (" + i + ")", i == 2 ? "FLUSH BINARY LOGS" : "DO 0");
    }
    try (Collector all = new Collector(log, from).sync()) {
      List<LoggedTransaction> full = all.full();
      assertThat(full).hasSize(5);
      for (int i = 0; i < 5; i++) {
        try (Collector rest = new Collector(log, full.get(i).end()).sync()) {
          assertThat(rest.full()).hasSize(4 - i);
        }
        assertThat(full.get(i).end()).isGreaterThan(i == 0 ? from : full.get(i - 1).end());
      }
    }
  }

  @Test
  void aSnapshotCoversExactlyTheTransactionsItSees() throws Exception {
    db.app("CREATE TABLE t (id int PRIMARY KEY)");
    ChangeLog log = log("t");
    LogPosition from = log.establish();
    db.app("INSERT INTO t VALUES (1)");
    try (Snapshot snapshot = db.database.snapshot(List.of(db.view("t")))) {
      db.app("INSERT INTO t VALUES (2)");
      try (Collector collector = new Collector(log, from).sync()) {
        assertThat(collector.full())
            .extracting(t -> snapshot.visible().covers(t.tag()))
            .containsExactly(true, false);
      }
      assertThat(MySqlRows.keys(snapshot.connection(), db.view("t"), "", "`t`"))
          .containsExactly(RowKey.of("1"));
    }
    try (Snapshot later = db.database.snapshot(List.of(db.view("t")));
        Collector collector = new Collector(log, from).sync()) {
      assertThat(collector.full()).allMatch(t -> later.visible().covers(t.tag()));
    }
  }

  @Test
  void aPositionOfAnotherHistoryIsLostNotRead() throws Exception {
    db.app("CREATE TABLE t (id int PRIMARY KEY)");
    ChangeLog log = log("t");
    LogAddress here = LogAddress.parse(log.establish());
    LogPosition otherServer = new LogAddress("9/other", here.place(), here.gtids()).position();
    LogPosition otherHistory =
        new LogAddress(
                here.identity(),
                here.place(),
                MY_SQL ? "00000000-0000-0000-0000-000000000001:1-5" : "0-9-1")
            .position();
    LogPosition beyond =
        new LogAddress(
                here.identity(), new BinlogPlace(here.place().file(), 900_000_000), here.gtids())
            .position();
    LogPosition gone =
        new LogAddress(here.identity(), new BinlogPlace("binlog.999999", 4), here.gtids())
            .position();
    for (LogPosition wrong : List.of(otherServer, otherHistory, beyond, gone)) {
      assertThatThrownBy(() -> new Collector(log, wrong).sync())
          .as(wrong.text())
          .isInstanceOf(LogLostException.class)
          .hasMessageContaining("full comparison");
    }
  }

  @Test
  void aRowOfManyMegabytesIsReadForItsKeyOnly() throws Exception {
    db.app("CREATE TABLE t (v longblob, id int PRIMARY KEY, w longblob)");
    ChangeLog log = log("t");
    LogPosition from = log.establish();
    db.app(
        "INSERT INTO t VALUES (repeat('x', 20000000), 1, repeat('y', 30000000))",
        "UPDATE t SET w = 'small'");
    try (Collector collector = new Collector(log, from).sync()) {
      assertThat(told(collector.changes())).containsExactly("INSERT t 1", "UPDATE t 1");
    }
  }

  @Test
  void anIdleLogIsReachedAndCloseEndsABlockedConsumer() throws Exception {
    db.app("CREATE TABLE t (id int PRIMARY KEY)");
    ChangeLog log = log("t");
    LogPosition from = log.establish();
    new Collector(log, from).sync().close();
    db.app("INSERT INTO t VALUES (1)");
    var reader = log.read(from, t -> sleep());
    assertThat(reader.awaitReached(reader.markEnd(), Duration.ofMillis(300))).isFalse();
    long start = System.nanoTime();
    reader.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  private static void sleep() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
