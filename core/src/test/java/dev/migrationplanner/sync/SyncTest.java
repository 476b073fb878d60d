package dev.migrationplanner.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Sync between a real MariaDB and a real PostgreSQL. */
final class SyncTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String ACCOUNT =
      "CREATE TABLE account (id BIGINT UNSIGNED PRIMARY KEY, owner VARCHAR(40) NOT NULL UNIQUE,"
          + " balance DECIMAL(12,2) NOT NULL)";
  private static final String ALL_ACCOUNTS = "SELECT id, owner, balance FROM account ORDER BY id";

  @Test
  void a_backfill_under_writes_and_the_hops_after_it_make_the_sides_equal() throws Exception {
    try (Pair pair = new Pair(ACCOUNT, seq(2_000));
        Sync sync = pair.sync()) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      var stop = new AtomicBoolean();
      ExecutorService pool = Executors.newSingleThreadExecutor();
      Future<?> writes = pool.submit(() -> writeUntil(stop, pair));
      assertThat(pair.copy()).isTrue();
      sync.mode(Sync.Mode.HOP);
      Thread.sleep(1_000);
      stop.set(true);
      writes.get();
      pool.shutdown();
      assertEqualAfterAHop(pair, sync);
    }
  }

  @Test
  void cascades_that_the_log_does_not_carry_reach_the_other_side() throws Exception {
    try (Pair pair =
            new Pair(
                "CREATE TABLE parent (id INT PRIMARY KEY, name VARCHAR(10))",
                "CREATE TABLE child (parent_id INT, line INT, note VARCHAR(10), PRIMARY KEY"
                    + " (parent_id, line), FOREIGN KEY (parent_id) REFERENCES parent (id) ON DELETE"
                    + " CASCADE ON UPDATE CASCADE)",
                "INSERT INTO parent VALUES (1, 'a'), (2, 'b')",
                "INSERT INTO child VALUES (1, 1, 'x'), (1, 2, 'y'), (2, 1, 'z')");
        Sync sync = pair.sync()) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      assertThat(pair.copy()).isTrue();
      sync.mode(Sync.Mode.HOP);
      assertThat(sync.awaitEqual(LONG)).isTrue();
      pair.onSource("DELETE FROM parent WHERE id = 1", "UPDATE parent SET id = 7 WHERE id = 2");
      assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
      assertThat(pair.rowsOnTarget("SELECT parent_id, line, note FROM child"))
          .containsExactly("7|1|z");
      assertThat(pair.rowsOnTarget("SELECT id FROM parent")).containsExactly("7");
    }
  }

  @Test
  void what_a_stranger_wrote_on_the_other_side_becomes_what_the_authority_says() throws Exception {
    try (Pair pair = new Pair(ACCOUNT, seq(20));
        Sync sync = pair.sync()) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      assertThat(pair.copy()).isTrue();
      sync.mode(Sync.Mode.HOP);
      assertThat(sync.awaitEqual(LONG)).isTrue();
      pair.onTarget(
          "UPDATE account SET balance = -1 WHERE id = 3",
          "DELETE FROM account WHERE id = 4",
          "INSERT INTO account VALUES (999, 'rogue', 1)");
      assertEqualAfterAHop(pair, sync);
      assertThat(sync.status().foreignTransactions()).isEqualTo(3);
    }
  }

  @Test
  void unique_values_swapped_keys_changed_and_rows_inserted_again_arrive() throws Exception {
    try (Pair pair = new Pair(ACCOUNT, seq(20));
        Sync sync = pair.sync()) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      assertThat(pair.copy()).isTrue();
      sync.mode(Sync.Mode.HOP);
      pair.targetSchema.finish();
      assertThat(sync.awaitEqual(LONG)).isTrue();
      pair.onSource(
          "BEGIN",
          "UPDATE account SET owner = 'tmp' WHERE id = 1",
          "UPDATE account SET owner = 'owner1' WHERE id = 2",
          "UPDATE account SET owner = 'owner2' WHERE id = 1",
          "UPDATE account SET id = 100 WHERE id = 5",
          "DELETE FROM account WHERE id = 6",
          "INSERT INTO account VALUES (6, 'again', 5)",
          "COMMIT");
      assertEqualAfterAHop(pair, sync);
    }
  }

  @Test
  void guarantee_2_authority_moves_there_and_back_and_no_write_is_lost() throws Exception {
    try (Pair pair = new Pair(ACCOUNT, seq(50));
        Sync sync = pair.sync()) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      assertThat(pair.copy()).isTrue();
      sync.mode(Sync.Mode.HOP);
      pair.targetSchema.finish();
      assertThat(sync.awaitEqual(LONG)).isTrue();

      FlipOutcome there =
          new Flip(sync, pair.tables, FlipOptions.DEFAULT).attempt(1, Stage.RAMP_DOWN);
      assertThat(there.flipped()).as(there.message()).isTrue();
      sync.exclusively(
          (hopper, numbers) -> {
            // Told twice, as after a failure in the middle of the first time.
            sync.follow(Side.TARGET, 2);
            sync.follow(Side.TARGET, 2);
            return null;
          });
      assertThat(sync.status().direction()).isEqualTo(Direction.TARGET_TO_SOURCE);
      pair.onTarget(
          "UPDATE account SET balance = 77 WHERE id = 1",
          "DELETE FROM account WHERE id = 2",
          "UPDATE account SET id = 500 WHERE id = 3",
          "INSERT INTO account VALUES (501, 'new', 1.5)");
      assertEqualAfterAHop(pair, sync);
      assertThat(Flip.settle(pair.sourceSide, pair.targetSide).authority()).isEqualTo(Side.TARGET);

      FlipOutcome back = new Flip(sync, pair.tables, FlipOptions.DEFAULT).attempt(2, Stage.LIVE);
      assertThat(back.flipped()).as(back.message()).isTrue();
      assertThat(Flip.settle(pair.sourceSide, pair.targetSide).authority()).isEqualTo(Side.SOURCE);
      pair.onSource("INSERT INTO account VALUES (502, 'home', 2)");
      assertEqualAfterAHop(pair, sync);
      assertThat(pair.rowsOnSource("SELECT id FROM account WHERE id >= 500 ORDER BY id"))
          .containsExactly("500", "501", "502");
    }
  }

  @Test
  void guarantee_4_a_new_start_goes_on_from_the_saved_position() throws Exception {
    try (Pair pair = new Pair(ACCOUNT, seq(50))) {
      try (Sync sync = pair.sync()) {
        sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
        assertThat(pair.copy()).isTrue();
        sync.mode(Sync.Mode.HOP);
        assertThat(sync.awaitEqual(LONG)).isTrue();
      }
      pair.onSource("UPDATE account SET balance = balance + 1", "DELETE FROM account WHERE id = 9");
      try (Sync sync = pair.sync()) {
        sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.HOP, true);
        assertEqualAfterAHop(pair, sync);
      }
    }
  }

  @Test
  void guarantee_3_every_look_at_the_other_side_sees_a_whole_transaction() throws Exception {
    try (Pair pair = new Pair(ACCOUNT, seq(50));
        Sync sync = pair.sync()) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, false);
      assertThat(pair.copy()).isTrue();
      sync.mode(Sync.Mode.HOP);
      assertThat(sync.awaitEqual(LONG)).isTrue();
      var stop = new AtomicBoolean();
      ExecutorService pool = Executors.newSingleThreadExecutor();
      Future<?> transfers = pool.submit(() -> transferUntil(stop, pair));
      var totals = new java.util.TreeSet<String>();
      long until = System.nanoTime() + Duration.ofSeconds(4).toNanos();
      while (System.nanoTime() < until) {
        totals.addAll(pair.rowsOnTarget("SELECT sum(balance) FROM account"));
      }
      stop.set(true);
      transfers.get();
      pool.shutdown();
      assertThat(totals).containsExactly("5000.00");
      assertThat(sync.status().rowsChanged()).as("money did move").isGreaterThan(50);
      assertEqualAfterAHop(pair, sync);
    }
  }

  @Test
  void guarantee_7_sync_of_an_old_epoch_is_refused_by_the_database() throws Exception {
    try (Pair pair = new Pair(ACCOUNT, seq(10));
        Sync sync = pair.sync()) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, false);
      assertThat(pair.copy()).isTrue();
      sync.mode(Sync.Mode.HOP);
      assertThat(sync.awaitEqual(LONG)).isTrue();
      EpochRaise.raise(
          pair.sourceSide,
          pair.targetSide,
          new dev.migrationplanner.client.EpochRow(2, Side.SOURCE, Stage.DUAL_WRITE, 0, false));
      pair.onSource("UPDATE account SET balance = 1 WHERE id = 1");
      assertThat(sync.awaitEqual(Duration.ofSeconds(3))).isFalse();
      assertThat(sync.status().state()).isEqualTo(SyncStatus.State.FAILED);
      assertThat(pair.rowsOnTarget("SELECT balance FROM account WHERE id = 1"))
          .containsExactly("100.00");
    }
  }

  private static Void transferUntil(AtomicBoolean stop, Pair pair) throws Exception {
    for (int i = 0; !stop.get(); i++) {
      pair.onSource(
          "BEGIN",
          "UPDATE account SET balance = balance - 1 WHERE id = " + (1 + i % 50),
          "UPDATE account SET balance = balance + 1 WHERE id = " + (1 + (i * 7 + 3) % 50),
          "COMMIT");
    }
    return null;
  }

  private static String seq(int rows) {
    return "INSERT INTO account SELECT seq, concat('owner', seq), 100 FROM seq_1_to_" + rows;
  }

  private static Void writeUntil(AtomicBoolean stop, Pair pair) throws Exception {
    for (int i = 1; !stop.get(); i++) {
      pair.onSource(
          "UPDATE account SET balance = balance + 1 WHERE id = " + (1 + i % 2_000),
          "INSERT INTO account VALUES (" + (10_000 + i) + ", 'late" + i + "', " + i + ")",
          "DELETE FROM account WHERE id = " + (1 + (i * 7) % 500));
    }
    return null;
  }

  private static void assertEqualAfterAHop(Pair pair, Sync sync) throws Exception {
    assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
    List<String> source = pair.rowsOnSource(ALL_ACCOUNTS);
    assertThat(pair.rowsOnTarget(ALL_ACCOUNTS)).isEqualTo(source);
  }
}
