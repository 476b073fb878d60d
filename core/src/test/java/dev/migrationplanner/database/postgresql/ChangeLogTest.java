package dev.migrationplanner.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.database.ChangeLog;
import dev.migrationplanner.database.ChangeLog.LogLostException;
import dev.migrationplanner.database.ChangeLog.LogReader;
import dev.migrationplanner.database.KeyChange;
import dev.migrationplanner.database.LogPosition;
import dev.migrationplanner.database.LoggedTransaction;
import dev.migrationplanner.database.LoggedTransaction.HopMark;
import dev.migrationplanner.database.LoggedTransaction.TableStatement;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.SqlType;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeLogTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private Shop shop;
  private ChangeLog log;
  private final Collector got = new Collector();

  @BeforeEach
  void open() throws Exception {
    shop = Shop.open();
    shop.installControl();
  }

  @AfterEach
  void close() throws Exception {
    if (log != null) {
      log.drop();
      log.drop();
    }
    shop.close();
  }

  private LogPosition establish(TableView... views) throws Exception {
    log = shop.database.changeLog("Test Migration", List.of(views));
    return log.establish();
  }

  private static void reachEnd(LogReader reader) throws Exception {
    assertThat(reader.awaitReached(reader.markEnd(), SOON)).isTrue();
  }

  @Test
  void keysComeInCommitOrderWithTheLastThingThatHappened() throws Exception {
    shop.sql("CREATE TABLE t (id int PRIMARY KEY, v text)");
    LogPosition start = establish(shop.view("t"));
    shop.sql(
        "INSERT INTO t VALUES (1, 'a'), (2, 'b')",
        "UPDATE t SET v = 'c' WHERE id = 1",
        "UPDATE t SET id = 3 WHERE id = 1",
        "BEGIN",
        "INSERT INTO t VALUES (9, 'x')",
        "DELETE FROM t WHERE id = 9",
        "COMMIT",
        "BEGIN",
        "INSERT INTO t VALUES (10, 'x')",
        "ROLLBACK",
        "DELETE FROM t WHERE id = 2");
    try (LogReader reader = log.read(start, got)) {
      reachEnd(reader);
      assertThat(got.changes())
          .containsExactly(
              "INSERT t [1]",
              "INSERT t [2]",
              "UPDATE t [1]",
              "DELETE t [1]",
              "INSERT t [3]",
              "DELETE t [9]",
              "DELETE t [2]");
      assertThat(reader.position().compareTo(start)).isPositive();
    }
  }

  @Test
  void tagsSayWhatASnapshotSeesThoughCommitsOvertakeEachOther() throws Exception {
    shop.sql("CREATE TABLE t (id int PRIMARY KEY)");
    TableView view = shop.view("t");
    LogPosition start = establish(view);
    try (Connection first = shop.server.dataSource(shop.name).getConnection();
        LogReader reader = log.read(start, got)) {
      first.setAutoCommit(false);
      first.createStatement().execute("INSERT INTO t VALUES (1)");
      shop.sql("INSERT INTO t VALUES (2)");
      try (var snapshot = shop.database.snapshot(List.of(view))) {
        first.commit();
        shop.sql("INSERT INTO t VALUES (3)");
        reachEnd(reader);
        assertThat(got.changes()).containsExactly("INSERT t [2]", "INSERT t [1]", "INSERT t [3]");
        assertThat(got.real())
            .extracting(t -> snapshot.visible().covers(t.tag()))
            .containsExactly(true, false, false);
      }
    }
  }

  @Test
  void hopsAreMarkedAndOursAloneAreNoChanges() throws Exception {
    shop.sql("CREATE TABLE t (id int PRIMARY KEY)");
    LogPosition start = establish(shop.view("t"));
    shop.sql(
        "BEGIN",
        "INSERT INTO migration_planner.hop VALUES ('m', 'FORWARD', 7)",
        "INSERT INTO t VALUES (1)",
        "COMMIT",
        "INSERT INTO migration_planner.hop VALUES ('m', 'FORWARD', 8)",
        "DELETE FROM migration_planner.hop WHERE hop = 7");
    try (LogReader reader = log.read(start, got)) {
      reachEnd(reader);
      assertThat(got.real())
          .extracting(LoggedTransaction::hop)
          .containsExactly(new HopMark("m", "FORWARD", 7), new HopMark("m", "FORWARD", 8));
    }
  }

  @Test
  void truncateAndChangesOfShapeAreStatements() throws Exception {
    shop.sql("CREATE TABLE t (id int PRIMARY KEY, v text)", "CREATE TABLE u (id int PRIMARY KEY)");
    LogPosition start = establish(shop.view("t"), shop.view("u"));
    shop.sql(
        "INSERT INTO t VALUES (1, 'a')",
        "TRUNCATE t, u",
        "ALTER TABLE t ADD w int",
        "INSERT INTO t VALUES (2)",
        "ANALYZE t",
        "INSERT INTO t VALUES (3)",
        "ALTER TABLE t ALTER w TYPE bigint",
        "INSERT INTO t VALUES (4)",
        "INSERT INTO u VALUES (0)");
    try (LogReader reader = log.read(start, got)) {
      reachEnd(reader);
      shop.sql("ALTER TABLE u RENAME TO u2", "INSERT INTO u2 VALUES (1)");
      reachEnd(reader);
      assertThat(
              got.all().stream()
                  .flatMap(t -> t.statements().stream())
                  .map(s -> s.kind() + " " + s.table()))
          .containsSubsequence("TRUNCATE t", "TRUNCATE u", "DDL t", "REPLACED t", "REPLACED u");
      assertThat(got.changes())
          .containsExactly(
              "INSERT t [1]", "INSERT t [2]", "INSERT t [3]", "INSERT t [4]", "INSERT u [0]");
      assertThat(got.real().get(0).statements()).isEmpty();
      assertThat(
              got.all().stream()
                  .flatMap(t -> t.statements().stream())
                  .filter(s -> s.kind() != TableStatement.Kind.TRUNCATE)
                  .map(TableStatement::text))
          .noneMatch(String::isEmpty);
    }
  }

  @Test
  void keysOfEveryTypeReadFromTheLogFindTheirRows() throws Exception {
    shop.sql("CREATE TYPE mood AS ENUM ('a b', 'c''d')", "SET TimeZone = 'Asia/Kathmandu'");
    Map<String, SqlType> meanings =
        Map.of(
            "numeric(20,0)",
            new SqlType.IntegerType(64, true),
            "interval",
            new SqlType.TimeType(6),
            "boolean",
            new SqlType.BooleanType());
    String[][] cases = {
      {"bigint", "'-9223372036854775808'", "9"},
      {"numeric(20,0)", "18446744073709551615", "0", "9223372036854775807"},
      {"numeric(10,3)", "1.5", "-0.001"},
      {"numeric", "1.500", "100000"},
      {"text", "'É \\ \"x\"'", "''", "' '"},
      {"varchar(9)", "'a '"},
      {"char(4)", "'ab'"},
      {"bytea", "'\\x00ff'", "'\\x'"},
      {"boolean", "true", "false"},
      {"bit(10)", "B'0000000101'"},
      {"bit(64)", "B'" + "1".repeat(64) + "'"},
      {"date", "'2026-02-03'", "'10000-01-01'", "'0044-03-15 BC'", "'infinity'"},
      {
        "timestamp(6)",
        "'2026-02-03 04:05:06.789'",
        "'-infinity'",
        "'0044-03-15 01:02:03 BC'",
        "'20260-01-01 00:00:00.000001'"
      },
      {"timestamptz", "'2026-02-03 04:05:06.789+02'", "'0044-03-15 01:02:03+00 BC'"},
      {"time(3)", "'23:59:59.999'", "'00:00'"},
      {"interval", "'838:59:59'", "'-838:59:59.000001'", "'0'", "'2 days 03:00:00'", "'1 day'"},
      {"uuid", "'00112233-4455-6677-8899-AABBCCDDEEFF'"},
      {"inet", "'::1'", "'10.0.0.1/8'"},
      {"public.mood", "'a b'", "'c''d'"}
    };
    var views = new ArrayList<TableView>();
    for (int i = 0; i < cases.length; i++) {
      shop.sql("CREATE TABLE k" + i + " (k " + cases[i][0] + " PRIMARY KEY, v int)");
      views.add(
          shop.view(
              "k" + i,
              meanings.containsKey(cases[i][0])
                  ? Map.of("k", meanings.get(cases[i][0]))
                  : Map.of()));
    }
    LogPosition start = establish(views.toArray(TableView[]::new));
    for (int i = 0; i < cases.length; i++) {
      for (int v = 1; v < cases[i].length; v++) {
        shop.sql("INSERT INTO k" + i + " VALUES (" + cases[i][v] + ", " + v + ")");
      }
    }
    try (LogReader reader = log.read(start, got)) {
      reachEnd(reader);
    }
    int seen = 0;
    for (LoggedTransaction transaction : got.real()) {
      KeyChange change = transaction.changes().get(0);
      TableView view = views.get(Integer.parseInt(change.table().substring(1)));
      RowBuffer rows = shop.read(view, List.of(change.key()));
      assertThat(rows.rows())
          .as("%s %s", view.columns().get(0).column().nativeType(), change.key().texts())
          .hasSize(1);
      assertThat(RowBuffer.keyOf(view, rows.rows().get(0))).isEqualTo(change.key());
      seen++;
    }
    assertThat(seen).isEqualTo(java.util.Arrays.stream(cases).mapToInt(c -> c.length - 1).sum());
  }

  @Test
  void aTableWithAUniqueKeyOnlyGetsItsReplicaIdentity() throws Exception {
    shop.sql(
        "CREATE TABLE t (v text, a int NOT NULL, b int NOT NULL, UNIQUE (b, a))",
        "CREATE TABLE keyless (v text)");
    LogPosition start = establish(shop.view("t"), shop.view("keyless"));
    shop.sql(
        "INSERT INTO t VALUES ('x', 1, 2)",
        "UPDATE t SET v = 'y'",
        "UPDATE t SET a = 5",
        "DELETE FROM t",
        "INSERT INTO keyless VALUES ('x')",
        "UPDATE keyless SET v = 'y'");
    try (LogReader reader = log.read(start, got)) {
      reachEnd(reader);
      assertThat(got.changes())
          .containsExactly(
              "INSERT t [2, 1]",
              "UPDATE t [2, 1]",
              "DELETE t [2, 1]",
              "INSERT t [2, 5]",
              "DELETE t [2, 5]");
    }
  }

  @Test
  void fullReplicaIdentityAndLongKeysWorkToo() throws Exception {
    shop.sql(
        "CREATE TABLE t (id int PRIMARY KEY, v text)",
        "ALTER TABLE t REPLICA IDENTITY FULL",
        "CREATE TABLE l (k text PRIMARY KEY, v int)",
        "ALTER TABLE l ALTER k SET STORAGE EXTERNAL");
    LogPosition start = establish(shop.view("t"), shop.view("l"));
    shop.sql(
        "INSERT INTO t VALUES (1, 'a')",
        "UPDATE t SET v = 'b'",
        "UPDATE t SET id = 2",
        "DELETE FROM t",
        "INSERT INTO l VALUES (repeat('k', 2500), 1)",
        "UPDATE l SET v = 2",
        "DELETE FROM l");
    try (LogReader reader = log.read(start, got)) {
      reachEnd(reader);
      assertThat(got.changes())
          .startsWith(
              "INSERT t [1]", "UPDATE t [1]", "DELETE t [1]", "INSERT t [2]", "DELETE t [2]");
      assertThat(got.changes().stream().skip(5).map(c -> c.substring(0, 9)))
          .containsExactly("INSERT l ", "UPDATE l ", "DELETE l ");
    }
  }

  @Test
  void readingAgainFromAPositionRepeatsAndLosesNothing() throws Exception {
    shop.sql("CREATE TABLE t (id int PRIMARY KEY)");
    LogPosition from = establish(shop.view("t"));
    for (int round = 0; round < 4; round++) {
      shop.sql("INSERT INTO t VALUES (" + round + ")");
      try (LogReader reader = log.read(from, got)) {
        reachEnd(reader);
        from = reader.position();
        reader.acknowledge(from);
      }
    }
    assertThat(got.changes())
        .containsExactly("INSERT t [0]", "INSERT t [1]", "INSERT t [2]", "INSERT t [3]");
    assertThat(log.establish().compareTo(from)).isNotPositive();
  }

  @Test
  void onlyWhatWasAcknowledgedIsForgotten() throws Exception {
    shop.sql("CREATE TABLE t (id int PRIMARY KEY)");
    LogPosition start = establish(shop.view("t"));
    try (LogReader reader = log.read(start, got)) {
      shop.sql("INSERT INTO t VALUES (1)");
      reachEnd(reader);
      LogPosition first = reader.position();
      shop.sql("INSERT INTO t VALUES (2)");
      reachEnd(reader);
      assertThat(log.establish()).as("nothing acknowledged yet").isEqualTo(start);
      reader.acknowledge(first);
      org.awaitility.Awaitility.await()
          .atMost(SOON)
          .until(
              () -> {
                shop.sql("SELECT pg_logical_emit_message(true, 'other', 'x')");
                return log.establish().equals(first);
              });
    }
    try (LogReader reader =
        log.read(start.compareTo(log.establish()) < 0 ? log.establish() : start, new Collector())) {
      reachEnd(reader);
    }
    assertThatThrownBy(() -> log.read(start, got).close()).isInstanceOf(LogLostException.class);
  }

  @Test
  void aDroppedOrRemadeSlotIsALostLog() throws Exception {
    shop.sql("CREATE TABLE t (id int PRIMARY KEY)");
    LogPosition start = establish(shop.view("t"));
    shop.sql("INSERT INTO t VALUES (1)");
    String slot = LogNames.of("Test Migration", shop.name, "public").slot();
    shop.sql("SELECT pg_drop_replication_slot('" + slot + "')");
    assertThatThrownBy(() -> log.read(start, got))
        .isInstanceOf(LogLostException.class)
        .hasMessageContaining("gone");
    shop.sql("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
    assertThatThrownBy(() -> log.read(start, got))
        .isInstanceOf(LogLostException.class)
        .hasMessageContaining("made anew");
  }

  @Test
  void aSlotDroppedWhileReadingIsNoticedWhileAwaited() throws Exception {
    shop.sql("CREATE TABLE t (id int PRIMARY KEY)");
    LogPosition start = establish(shop.view("t"));
    try (LogReader reader = log.read(start, got)) {
      reachEnd(reader);
      log.drop();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  reader.awaitReached(reader.markEnd(), Duration.ofMillis(200));
                }
              })
          .isInstanceOf(LogLostException.class);
    }
  }

  @Test
  void aTableTakenOutOfThePublicationIsALostLog() throws Exception {
    shop.sql("CREATE TABLE t (id int PRIMARY KEY)");
    LogPosition start = establish(shop.view("t"));
    shop.sql(
        "ALTER PUBLICATION \""
            + LogNames.of("Test Migration", shop.name, "public").publication()
            + "\" DROP TABLE t");
    assertThatThrownBy(() -> log.read(start, got)).isInstanceOf(LogLostException.class);
    assertThatThrownBy(() -> log.establish()).isInstanceOf(LogLostException.class);
  }

  @Test
  void aVeryLargeTransactionComesInPartsThatCanBeResumed() throws Exception {
    shop.sql("CREATE TABLE t (id int PRIMARY KEY)");
    LogPosition start = establish(shop.view("t"));
    shop.sql("INSERT INTO t SELECT generate_series(1, 120000)");
    try (LogReader reader = log.read(start, got)) {
      reachEnd(reader);
    }
    assertThat(got.real())
        .extracting(t -> t.changes().size())
        .containsExactly(50_000, 50_000, 20_000);
    assertThat(got.real())
        .extracting(LoggedTransaction::end)
        .startsWith(start, start)
        .last()
        .isNotEqualTo(start);
    assertThat(got.real()).extracting(LoggedTransaction::tag).containsOnly(got.real().get(0).tag());
  }

  /** With four writers: what a snapshot shows is just what its visibility covers, at any time. */
  @Test
  void visibilityAndLogAgreeUnderLoad() throws Exception {
    shop.sql("CREATE TABLE t (id int PRIMARY KEY)");
    TableView view = shop.view("t");
    LogPosition start = establish(view);
    var pool = Executors.newFixedThreadPool(4);
    var stop = new java.util.concurrent.atomic.AtomicBoolean();
    for (int w = 0; w < 4; w++) {
      int writer = w;
      pool.submit(() -> write(writer, stop));
    }
    try (LogReader reader = log.read(start, got)) {
      for (int n = 0; n < 30; n++) {
        try (var snapshot = shop.database.snapshot(List.of(view))) {
          reachEnd(reader);
          var rows = new RowBuffer(1);
          shop.database
              .rows()
              .read(snapshot.connection(), view, dev.migrationplanner.database.KeyRange.ALL, rows);
          Set<RowKey> covered = new HashSet<>();
          got.real().stream()
              .filter(t -> snapshot.visible().covers(t.tag()))
              .forEach(t -> t.changes().forEach(c -> covered.add(c.key())));
          assertThat(rows.rows().stream().map(r -> RowBuffer.keyOf(view, r)))
              .containsExactlyInAnyOrderElementsOf(covered);
        }
      }
      stop.set(true);
      pool.shutdown();
      assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      reachEnd(reader);
      assertThat(got.changes())
          .doesNotHaveDuplicates()
          .hasSize(Integer.parseInt(shop.one("SELECT count(*) FROM t")));
    }
  }

  private Void write(int writer, java.util.concurrent.atomic.AtomicBoolean stop) throws Exception {
    var random = new Random(writer);
    try (Connection connection = shop.server.dataSource(shop.name).getConnection();
        var insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
      connection.setAutoCommit(false);
      for (int i = 0; !stop.get(); i++) {
        insert.setInt(1, writer * 1_000_000 + i);
        insert.execute();
        Thread.sleep(random.nextInt(5));
        if (random.nextInt(10) == 0) {
          connection.rollback();
        } else {
          connection.commit();
        }
      }
    }
    return null;
  }
}
