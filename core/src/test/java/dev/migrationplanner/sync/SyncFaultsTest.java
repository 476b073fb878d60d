package dev.migrationplanner.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.servers.SharedServers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sync between real servers when logs are lost, shapes change and servers deliver early. */
final class SyncFaultsTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int TIMES = Integer.getInteger("repeats", 3);
  private static final String ITEM =
      "CREATE TABLE item (id BIGINT PRIMARY KEY, name VARCHAR(40) NOT NULL)";
  private static final String ROWS =
      "INSERT INTO item SELECT seq, CONCAT('item', seq) FROM seq_1_to_500";
  private static final String ALL = "SELECT id, name FROM item ORDER BY id";

  @Test
  void guarantee_6_a_dropped_slot_is_noticed_within_10_seconds_and_comparison_heals_it()
      throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS);
        Sync sync = pair.sync()) {
      begin(pair, sync, Direction.SOURCE_TO_TARGET);
      dropSlots(pair);
      pair.onTarget("UPDATE item SET name = 'nobody saw this' WHERE id = 9");

      awaitState(sync, SyncStatus.State.NEEDS_COMPARISON);
      assertThat(sync.awaitEqual(Duration.ofMillis(300))).isFalse();

      sync.readAnew();
      sync.doubt(allRows());
      assertEqual(pair, sync);
      pair.onTarget("UPDATE item SET name = 'seen again' WHERE id = 10");
      assertEqual(pair, sync);
    }
  }

  @Test
  void guarantee_6_a_log_lost_while_the_backfill_runs_is_noticed_too() throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS);
        Sync sync = pair.sync()) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      dropSlots(pair);
      awaitState(sync, SyncStatus.State.NEEDS_COMPARISON);
    }
  }

  @Test
  void guarantee_6_a_log_lost_while_the_tool_was_away_is_no_silent_jump() throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS)) {
      try (Sync sync = pair.sync()) {
        begin(pair, sync, Direction.SOURCE_TO_TARGET);
      }
      dropSlots(pair);
      try (Sync sync = pair.sync()) {
        sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.HOP, true);
        awaitState(sync, SyncStatus.State.NEEDS_COMPARISON);
        assertThat(sync.status().message()).contains("compare");
        sync.readAnew();
        sync.doubt(allRows());
        assertEqual(pair, sync);
      }
    }
  }

  @Test
  void truncate_is_carried_out_and_rows_that_follow_it_arrive() throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS);
        Sync sync = pair.sync()) {
      begin(pair, sync, Direction.SOURCE_TO_TARGET);
      pair.onSource("TRUNCATE TABLE item", "INSERT INTO item VALUES (3, 'after')");
      assertEqual(pair, sync);
      assertThat(pair.rowsOnTarget(ALL)).containsExactly("3|after");
    }
  }

  @Test
  void ddl_stops_sync_before_wrong_data_and_loses_nothing_that_came_with_it() throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS);
        Sync sync = pair.sync(SyncOptions.DEFAULT, fingerprint(pair))) {
      begin(pair, sync, Direction.SOURCE_TO_TARGET);
      pair.onSource(
          "UPDATE item SET name = 'before' WHERE id = 1",
          "ALTER TABLE item ADD COLUMN colour VARCHAR(10)",
          "UPDATE item SET name = 'after' WHERE id = 2");
      awaitState(sync, SyncStatus.State.FAILED);
      assertThat(sync.status().message()).contains("planned");

      pair.onSource("ALTER TABLE item DROP COLUMN colour");
      sync.retry();
      assertEqual(pair, sync);
      assertThat(pair.rowsOnTarget("SELECT name FROM item WHERE id <= 2 ORDER BY id"))
          .containsExactly("before", "after");
    }
  }

  /** Rule 1, from MariaDB: an event is delivered seconds before its row can be seen. */
  @Test
  void guarantee_1_a_row_delivered_before_it_is_visible_on_mariadb_is_not_lost() throws Exception {
    String semiSync = "SET GLOBAL rpl_semi_sync_master_";
    try (Pair pair = new Pair(ITEM, ROWS);
        Sync sync = pair.sync()) {
      begin(pair, sync, Direction.SOURCE_TO_TARGET);
      pair.onSource(
          semiSync + "timeout = 700",
          semiSync + "wait_point = AFTER_SYNC",
          semiSync + "wait_no_slave = ON");
      try {
        for (int i = 0; i < TIMES; i++) {
          pair.onSource(semiSync + "enabled = ON");
          pair.onSource("INSERT INTO item VALUES (" + (1_000 + i) + ", 'early')");
          pair.onSource(semiSync + "enabled = OFF");
          assertEqual(pair, sync);
        }
      } finally {
        pair.onSource(semiSync + "enabled = OFF");
      }
      assertThat(pair.rowsOnTarget("SELECT count(*) FROM item WHERE name = 'early'"))
          .containsExactly(String.valueOf(TIMES));
    }
  }

  /**
   * Rule 1, from PostgreSQL: a commit that waits for a standby is in the log and in no snapshot.
   */
  @Test
  void guarantee_1_a_row_delivered_before_it_is_visible_on_postgresql_is_not_lost()
      throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS);
        Sync sync = pair.sync()) {
      begin(pair, sync, Direction.TARGET_TO_SOURCE);
      for (int i = 0; i < TIMES; i++) {
        int id = 1_000 + i;
        synchronousStandby("nope");
        CompletableFuture<Void> insert =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    pair.onTarget(
                        "SET synchronous_commit = on",
                        "INSERT INTO item VALUES (" + id + ", 'early')");
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
        try {
          Thread.sleep(700);
          assertThat(insert).isNotDone();
        } finally {
          synchronousStandby("");
        }
        insert.get();
        assertEqual(pair, sync);
      }
      assertThat(pair.rowsOnSource("SELECT count(*) FROM item WHERE name = 'early'"))
          .containsExactly(String.valueOf(TIMES));
    }
  }

  private static void begin(Pair pair, Sync sync, Direction direction) throws Exception {
    sync.start(direction, 1, Sync.Mode.COLLECT, true);
    assertThat(pair.copy()).isTrue();
    sync.mode(Sync.Mode.HOP);
    assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
  }

  private static void awaitState(Sync sync, SyncStatus.State state) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> assertThat(sync.status().state()).as(sync.status().toString()).isEqualTo(state));
  }

  private static Map<Side, String> fingerprint(Pair pair) throws Exception {
    try (Connection connection = pair.source.connect(Use.READ)) {
      return Map.of(
          Side.SOURCE, pair.source.catalog().fingerprint(connection, pair.sourceSide.views()));
    }
  }

  private static void dropSlots(Pair pair) throws Exception {
    String ours = " FROM pg_replication_slots WHERE database = '" + pair.targetDatabase + "'";
    pair.onTarget(
        "SELECT pg_terminate_backend(active_pid)" + ours + " AND active",
        "DO $$ BEGIN FOR i IN 1..100 LOOP BEGIN PERFORM pg_drop_replication_slot(slot_name)"
            + ours
            + "; RETURN; EXCEPTION WHEN object_in_use THEN PERFORM"
            + " pg_terminate_backend(active_pid)"
            + ours
            + " AND active; PERFORM pg_sleep(0.02); END; END LOOP; END $$");
  }

  private static void synchronousStandby(String name) throws Exception {
    try (Connection connection = SharedServers.postgres().dataSource("postgres").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = local");
      statement.execute("ALTER SYSTEM SET synchronous_standby_names = '" + name + "'");
      statement.execute("SELECT pg_reload_conf()");
    }
    Thread.sleep(150);
  }

  private static List<TableKey> allRows() {
    return IntStream.rangeClosed(1, 500)
        .mapToObj(id -> new TableKey("item", RowKey.of(String.valueOf(id))))
        .toList();
  }

  private static void assertEqual(Pair pair, Sync sync) throws Exception {
    assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
    assertThat(pair.rowsOnTarget(ALL)).isEqualTo(pair.rowsOnSource(ALL));
  }
}
