package dev.migrationplanner.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.servers.EmbeddedMariaDb;
import dev.migrationplanner.servers.EmbeddedPostgres;
import dev.migrationplanner.servers.ServerOptions;
import dev.migrationplanner.servers.SharedServers;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Guarantee 6: a log that was purged, dropped, invalidated, made anew, that is another server's or
 * has a shorter history is noticed within ten seconds and never jumped over; a comparison heals it.
 */
final class SyncLogLossTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  /** What the target promises. */
  private static final Duration NOTICED = Duration.ofSeconds(10);

  private static final String ITEM =
      "CREATE TABLE item (id BIGINT PRIMARY KEY, name VARCHAR(40) NOT NULL)";
  private static final String ROWS =
      "INSERT INTO item SELECT seq, CONCAT('item', seq) FROM seq_1_to_50";
  private static final String ALL = "SELECT id, name FROM item ORDER BY id";
  private static final String SLOTS = " FROM pg_replication_slots WHERE slot_type = 'logical'";

  @Test
  void guarantee_6_a_log_purged_while_the_tool_was_away() throws Exception {
    try (EmbeddedMariaDb source = EmbeddedMariaDb.start();
        Pair pair = new Pair(source, SharedServers.postgres(), ITEM, ROWS)) {
      awayWhile(
          pair,
          () -> {
            pair.onSource(
                "SET GLOBAL slave_connections_needed_for_purge = 0",
                "UPDATE item SET name = 'unread' WHERE id = 7",
                "FLUSH BINARY LOGS");
            String newest = pair.rowsOnSource("SHOW MASTER STATUS").get(0).replaceAll("\\|.*", "");
            // The server keeps a file while it thinks that somebody still reads it.
            await()
                .atMost(LONG)
                .until(
                    () -> {
                      pair.onSource("PURGE BINARY LOGS TO '" + newest + "'");
                      return pair.rowsOnSource("SHOW BINARY LOGS").size() == 1;
                    });
          });
    }
  }

  @Test
  void guarantee_6_a_log_made_anew_by_reset_master() throws Exception {
    try (EmbeddedMariaDb source = EmbeddedMariaDb.start();
        Pair pair = new Pair(source, SharedServers.postgres(), ITEM, ROWS)) {
      awayWhile(
          pair,
          () -> {
            pair.onSource("UPDATE item SET name = 'unread' WHERE id = 7", "RESET MASTER");
            for (int i = 0; i < 300; i++) {
              pair.onSource("UPDATE item SET name = CONCAT('n', " + i + ") WHERE id = 8");
            }
          });
    }
  }

  /** F12: the source is restored to an older state, and writes on from there. */
  @Test
  void guarantee_6_a_source_that_forgot_its_tail() throws Exception {
    try (EmbeddedMariaDb source = EmbeddedMariaDb.start();
        Pair pair = new Pair(source, SharedServers.postgres(), ITEM, ROWS)) {
      awayWhile(
          pair,
          () -> {
            pair.onSource(
                "RESET MASTER", "SET sql_log_bin = 0", "UPDATE item SET name = 'x' WHERE id = 9");
            pair.onSource("INSERT INTO item VALUES (901, 'another history')");
          });
    }
  }

  @Test
  void guarantee_6_a_slot_dropped_and_made_again_under_its_name() throws Exception {
    try (EmbeddedPostgres target = EmbeddedPostgres.start();
        Pair pair = new Pair(SharedServers.mariaDb(), target, ITEM, ROWS)) {
      awayWhile(
          pair,
          () -> {
            pair.onTarget("UPDATE item SET name = 'unread' WHERE id = 7");
            String slot = pair.rowsOnTarget("SELECT slot_name" + SLOTS).get(0);
            pair.onTarget(
                "SELECT pg_drop_replication_slot('" + slot + "')",
                "SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
          });
    }
  }

  @Test
  void guarantee_6_a_slot_invalidated_because_it_held_too_much() throws Exception {
    ServerOptions options =
        ServerOptions.defaults()
            .with("max_slot_wal_keep_size", "16MB")
            .with("min_wal_size", "32MB")
            .with("max_wal_size", "48MB");
    try (EmbeddedPostgres target = EmbeddedPostgres.start(options);
        Pair pair = new Pair(SharedServers.mariaDb(), target, ITEM, ROWS)) {
      awayWhile(
          pair,
          () -> {
            pair.onTarget("UPDATE item SET name = 'unread' WHERE id = 7");
            for (int i = 0; i < 5; i++) {
              pair.onTarget(
                  "CREATE TABLE filler AS SELECT i, repeat('x', 900) v FROM"
                      + " generate_series(1, 2000) i",
                  "DROP TABLE filler",
                  "SELECT pg_switch_wal()",
                  "CHECKPOINT");
            }
            assertThat(pair.rowsOnTarget("SELECT wal_status" + SLOTS)).containsExactly("lost");
          });
    }
  }

  /** Another server answers at that address: the same tables, another identity. */
  @Test
  void guarantee_6_another_postgresql_at_the_same_address() throws Exception {
    try (EmbeddedPostgres target = EmbeddedPostgres.start();
        Pair pair = new Pair(SharedServers.mariaDb(), target, ITEM, ROWS)) {
      awayWhile(
          pair,
          () ->
              pair.onTarget(
                  "UPDATE migration_planner.hop SET other_collected = replace(other_collected,"
                      + " (SELECT system_identifier::text FROM pg_control_system()),"
                      + " '7000000000000000001')"));
    }
  }

  /** Something happens while the tool is away; it must be noticed, and be mended by comparing. */
  private static void awayWhile(Pair pair, Happening happening) throws Exception {
    try (Sync sync = pair.sync()) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      assertThat(pair.copy()).isTrue();
      pair.targetSchema.finish();
      sync.mode(Sync.Mode.HOP);
      assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
    }
    happening.happens();
    try (Sync sync = pair.sync()) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.HOP, true);
      await()
          .atMost(NOTICED)
          .untilAsserted(
              () ->
                  assertThat(sync.status().state())
                      .as(sync.status().toString())
                      .isEqualTo(SyncStatus.State.NEEDS_COMPARISON));
      assertThat(sync.awaitEqual(Duration.ofMillis(300))).as("equality is not claimed").isFalse();
      sync.readAnew();
      sync.doubt(
          IntStream.rangeClosed(1, 1_000)
              .mapToObj(id -> new TableKey("item", RowKey.of(String.valueOf(id))))
              .toList());
      assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
      assertThat(pair.rowsOnTarget(ALL)).isEqualTo(pair.rowsOnSource(ALL));
      pair.onSource("UPDATE item SET name = 'goes on' WHERE id = 1");
      assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
      assertThat(pair.rowsOnTarget(ALL)).isEqualTo(pair.rowsOnSource(ALL));
    }
  }

  private interface Happening {
    void happens() throws Exception;
  }
}
