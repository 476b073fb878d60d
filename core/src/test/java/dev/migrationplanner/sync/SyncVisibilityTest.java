package dev.migrationplanner.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.migrationplanner.client.Stage;
import dev.migrationplanner.servers.EmbeddedPostgres;
import dev.migrationplanner.servers.ServerOptions;
import dev.migrationplanner.servers.SharedServers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Guarantee 1, rules 1, 2, 4, 8 and 14: what is delivered is not yet visible, what is open is in no
 * snapshot, and what contradicts the log is not taken for a delete.
 */
final class SyncVisibilityTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String ITEM =
      "CREATE TABLE item (id BIGINT PRIMARY KEY, name VARCHAR(40) NOT NULL)";
  private static final String ROWS =
      "INSERT INTO item SELECT seq, CONCAT('item', seq) FROM seq_1_to_50";
  private static final String ALL = "SELECT id, name FROM item ORDER BY id";

  /** Rule 4: the log was taken in beyond a key that could not be settled yet. */
  @Test
  void guarantee_4_a_key_not_yet_visible_survives_the_end_of_the_tool() throws Exception {
    String semiSync = "SET GLOBAL rpl_semi_sync_master_";
    try (Pair pair = new Pair(ITEM, ROWS)) {
      CompletableFuture<Void> insert;
      try (Sync sync = pair.sync()) {
        begin(pair, sync, Direction.SOURCE_TO_TARGET);
        pair.onSource(
            semiSync + "timeout = 6000",
            semiSync + "wait_point = AFTER_SYNC",
            semiSync + "wait_no_slave = ON",
            semiSync + "enabled = ON");
        try {
          insert = inTheBackground(() -> pair.onSource("INSERT INTO item VALUES (900, 'early')"));
          await().atMost(LONG).until(() -> sync.status().pendingKeys() > 0);
          long hop = sync.status().hopsFinished();
          await().atMost(LONG).until(() -> sync.status().hopsFinished() > hop + 2);
          assertThat(insert).as("still waits").isNotDone();
        } finally {
          sync.close();
          pair.onSource(semiSync + "enabled = OFF");
        }
      }
      insert.get(60, TimeUnit.SECONDS);
      try (Sync sync = pair.sync()) {
        sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.HOP, true);
        assertEqual(pair, sync);
        assertThat(pair.rowsOnTarget("SELECT name FROM item WHERE id = 900"))
            .containsExactly("early");
      }
    }
  }

  /**
   * Rule 14: a stranger's row on the other side is delivered, cannot be seen, and would stay once
   * it appears.
   */
  @Test
  void a_strangers_row_that_appears_late_is_still_taken_out() throws Exception {
    try (EmbeddedPostgres server =
            EmbeddedPostgres.start(ServerOptions.defaults().with("synchronous_commit", "local"));
        Pair pair = new Pair(SharedServers.mariaDb(), server, ITEM, ROWS);
        Sync sync = pair.sync()) {
      begin(pair, sync, Direction.SOURCE_TO_TARGET);
      standby(server, "nope");
      CompletableFuture<Void> rogue =
          inTheBackground(
              () ->
                  pair.onTarget(
                      "SET synchronous_commit = on", "INSERT INTO item VALUES (900, 'rogue')"));
      await().atMost(LONG).until(() -> sync.status().foreignTransactions() == 1);
      long hop = sync.status().hopsFinished();
      await().atMost(LONG).until(() -> sync.status().hopsFinished() > hop + 3);
      assertThat(rogue).isNotDone();
      standby(server, "");
      rogue.get(60, TimeUnit.SECONDS);
      assertEqual(pair, sync);
    }
  }

  /** Rule 2: it is in no snapshot, and its rows come after the first place of the log. */
  @Test
  void transactions_open_since_before_the_sync_began_are_not_lost() throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS);
        Sync sync = pair.sync();
        Connection open = pair.sourceServer.dataSource(pair.sourceDatabase).getConnection();
        Statement statement = open.createStatement()) {
      open.setAutoCommit(false);
      statement.execute("INSERT INTO item VALUES (900, 'open')");
      statement.execute("UPDATE item SET name = 'open too' WHERE id = 3");
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      assertThat(pair.copy()).isTrue();
      sync.mode(Sync.Mode.HOP);
      assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
      open.commit();
      assertEqual(pair, sync);
      assertThat(pair.rowsOnTarget("SELECT name FROM item WHERE id IN (3, 900) ORDER BY id"))
          .containsExactly("open too", "open");
    }
  }

  /** A writer without the library, open across the flip: its write comes back to the authority. */
  @Test
  void a_transaction_open_across_the_flip_cannot_write_the_side_that_lost_authority_unseen()
      throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS);
        Sync sync = pair.sync();
        Connection open = pair.sourceServer.dataSource(pair.sourceDatabase).getConnection();
        Statement statement = open.createStatement()) {
      begin(pair, sync, Direction.SOURCE_TO_TARGET);
      open.setAutoCommit(false);
      statement.execute("INSERT INTO item VALUES (900, 'left behind')");
      FlipOutcome flip =
          new Flip(sync, pair.tables, FlipOptions.DEFAULT).attempt(1, Stage.RAMP_DOWN);
      assertThat(flip.flipped()).as(flip.message()).isTrue();
      long before = sync.status().foreignTransactions();
      open.commit();
      assertEqual(pair, sync);
      assertThat(sync.status().foreignTransactions())
          .as("a rogue writer is seen and counted")
          .isEqualTo(before + 1);
    }
  }

  /** One that holds the epoch row, as the library's do, is waited for, and its write goes along. */
  @Test
  void guarantee_1_the_flip_waits_for_a_transaction_inside_the_fence_and_takes_its_write_along()
      throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS);
        Sync sync = pair.sync();
        Connection open = pair.sourceServer.dataSource(pair.sourceDatabase).getConnection();
        Statement statement = open.createStatement()) {
      begin(pair, sync, Direction.SOURCE_TO_TARGET);
      open.setAutoCommit(false);
      statement.execute("SELECT epoch FROM migration_planner.epoch LOCK IN SHARE MODE");
      statement.execute("INSERT INTO item VALUES (900, 'inside')");
      CompletableFuture<FlipOutcome> flip =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return flipUntilDone(pair, sync);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      Thread.sleep(400);
      assertThat(flip).isNotDone();
      open.commit();
      assertThat(flip.get(60, TimeUnit.SECONDS).flipped()).isTrue();
      assertThat(pair.rowsOnTarget("SELECT name FROM item WHERE id = 900"))
          .containsExactly("inside");
      assertEqual(pair, sync);
    }
  }

  private static FlipOutcome flipUntilDone(Pair pair, Sync sync) throws Exception {
    FlipOutcome outcome;
    int attempts = 0;
    do {
      outcome = new Flip(sync, pair.tables, FlipOptions.DEFAULT).attempt(1, Stage.RAMP_DOWN);
    } while (!outcome.flipped() && attempts++ < 20);
    return outcome;
  }

  /** Rule 8: the log says that the row is there, and it is not; nobody deleted it in the log. */
  @Test
  void guarantee_6_a_row_that_is_absent_against_the_log_is_a_contradiction_not_a_delete()
      throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS);
        Sync sync = pair.sync()) {
      begin(pair, sync, Direction.SOURCE_TO_TARGET);
      sync.mode(Sync.Mode.COLLECT);
      pair.onSource(
          "UPDATE item SET name = 'logged' WHERE id = 7",
          "SET sql_log_bin = 0",
          "DELETE FROM item WHERE id = 7");
      sync.mode(Sync.Mode.HOP);
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> assertThat(sync.status().state()).isEqualTo(SyncStatus.State.FAILED));
      assertThat(sync.status().message()).contains("item");
      assertThat(pair.rowsOnTarget("SELECT name FROM item WHERE id = 7"))
          .as("not deleted")
          .containsExactly("item7");
    }
  }

  /** Rule 8: a policy that would hide rows from us is an error, never an absent row. */
  @Test
  void row_level_security_on_the_authority_stops_sync_before_a_delete() throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS);
        Sync sync = pair.sync()) {
      begin(pair, sync, Direction.SOURCE_TO_TARGET);
      assertThat(flipUntilDone(pair, sync).flipped()).isTrue();
      assertEqual(pair, sync);
      pair.onTarget(
          "ALTER TABLE item ENABLE ROW LEVEL SECURITY",
          "CREATE POLICY hides ON item USING (id < 10)",
          "UPDATE item SET name = 'hidden' WHERE id = 20");
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> assertThat(sync.status().state()).isEqualTo(SyncStatus.State.FAILED));
      assertThat(pair.rowsOnSource("SELECT count(*) FROM item")).containsExactly("50");
    }
  }

  private static void begin(Pair pair, Sync sync, Direction direction) throws Exception {
    sync.start(direction, 1, Sync.Mode.COLLECT, true);
    assertThat(pair.copy()).isTrue();
    pair.targetSchema.finish();
    sync.mode(Sync.Mode.HOP);
    assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
  }

  private static void standby(EmbeddedPostgres server, String name) throws Exception {
    try (Connection connection = server.adminConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = local");
      statement.execute("ALTER SYSTEM SET synchronous_standby_names = '" + name + "'");
      statement.execute("SELECT pg_reload_conf()");
    }
    Thread.sleep(300);
  }

  private static CompletableFuture<Void> inTheBackground(Action action) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            action.run();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private interface Action {
    void run() throws Exception;
  }

  private static void assertEqual(Pair pair, Sync sync) throws Exception {
    assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
    assertThat(pair.rowsOnTarget(ALL)).isEqualTo(pair.rowsOnSource(ALL));
  }
}
