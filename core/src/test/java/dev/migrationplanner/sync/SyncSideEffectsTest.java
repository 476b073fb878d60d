package dev.migrationplanner.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.client.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Rules 11, 12 and 17: what one change sets off elsewhere, and rows that many change at once. In
 * both directions.
 */
final class SyncSideEffectsTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String ACCOUNT =
      "CREATE TABLE account (id BIGINT UNSIGNED PRIMARY KEY, owner VARCHAR(40) NOT NULL UNIQUE,"
          + " balance DECIMAL(12,2) NOT NULL)";
  private static final String ACCOUNTS =
      "INSERT INTO account SELECT seq, CONCAT('owner', seq), 100 FROM seq_1_to_50";
  private static final String ALL = "SELECT id, owner, balance FROM account ORDER BY id";
  private static final String TOTAL = "SELECT sum(balance) FROM account";

  /** Rule 12: a trigger that fires in our own transaction changes a row the hop did not name. */
  @Test
  void rows_that_a_trigger_of_the_other_side_changes_in_our_transactions_are_put_right()
      throws Exception {
    try (Pair pair = new Pair(ACCOUNT, ACCOUNTS);
        Sync sync = pair.sync()) {
      begin(pair, sync);
      pair.onTarget(
          "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.id < 10 THEN"
              + " UPDATE public.account SET balance = -5 WHERE id = NEW.id + 10; END IF; RETURN NEW; END"
              + " $$",
          "CREATE TRIGGER meddle AFTER UPDATE ON account FOR EACH ROW EXECUTE FUNCTION meddle()",
          "ALTER TABLE account ENABLE ALWAYS TRIGGER meddle");
      Thread.sleep(3_500); // Triggers are looked for every three seconds.
      pair.onSource("UPDATE account SET balance = 7 WHERE id = 3");
      assertEqual(pair, sync);
    }
  }

  @Test
  void rows_that_a_trigger_of_the_source_changes_while_reverse_sync_writes_are_put_right()
      throws Exception {
    try (Pair pair =
            new Pair(
                "CREATE TABLE stock (id INT PRIMARY KEY, n INT NOT NULL)",
                "CREATE TABLE sale (id INT PRIMARY KEY, stock_id INT NOT NULL, n INT NOT NULL)",
                "INSERT INTO stock VALUES (1, 100)",
                "CREATE TRIGGER sold AFTER INSERT ON sale FOR EACH ROW UPDATE stock SET n = n -"
                    + " NEW.n WHERE id = NEW.stock_id");
        Sync sync = pair.sync()) {
      begin(pair, sync);
      reverse(pair, sync, 1);
      pair.onTarget(
          "BEGIN; UPDATE stock SET n = 95 WHERE id = 1; INSERT INTO sale VALUES (1, 1, 5); COMMIT");
      assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
      assertThat(pair.rowsOnTarget("SELECT n FROM stock")).containsExactly("95");
      assertThat(pair.rowsOnSource("SELECT n FROM stock"))
          .as("the authority's number, not the trigger's")
          .containsExactly("95");
    }
  }

  /** What a trigger does in the last hop is in no log before the flip has committed. */
  @Test
  void authority_does_not_move_with_rows_that_a_trigger_may_have_changed_in_the_last_hop()
      throws Exception {
    try (Pair pair = new Pair(ACCOUNT, ACCOUNTS);
        Sync sync = pair.sync()) {
      begin(pair, sync);
      pair.onTarget(
          "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE"
              + " public.account SET balance = -5 WHERE id = 13 AND balance <> -5; RETURN NEW; END"
              + " $$",
          "CREATE TRIGGER meddle AFTER UPDATE ON account FOR EACH ROW WHEN (NEW.id < 10) EXECUTE"
              + " FUNCTION meddle()",
          "ALTER TABLE account ENABLE ALWAYS TRIGGER meddle");
      var stop = new AtomicBoolean();
      ExecutorService pool = Executors.newSingleThreadExecutor();
      Future<?> writer =
          pool.submit(
              () -> {
                while (!stop.get()) {
                  pair.onSource("UPDATE account SET balance = balance + 1 WHERE id = 3");
                }
                return null;
              });
      Thread.sleep(3_500);
      FlipOutcome refused =
          new Flip(sync, pair.tables, FlipOptions.DEFAULT).attempt(1, Stage.RAMP_DOWN);
      stop.set(true);
      writer.get();
      pool.shutdown();
      assertThat(refused.flipped()).isFalse();
      assertThat(refused.message()).contains("triggers fire").contains("account");
      assertEqual(pair, sync);
      reverse(pair, sync, 1);
      assertEqual(pair, sync);
      assertThat(pair.rowsOnTarget("SELECT balance FROM account WHERE id = 13"))
          .containsExactly("100.00");
    }
  }

  /** Rule 17: two levels, a key that changes, a SET NULL, none of it in the log. */
  @Test
  void cascades_of_cascades_and_set_null_arrive() throws Exception {
    try (Pair pair =
            new Pair(
                "CREATE TABLE a (id INT PRIMARY KEY)",
                "CREATE TABLE b (id INT PRIMARY KEY, a_id INT, FOREIGN KEY (a_id) REFERENCES a (id)"
                    + " ON DELETE CASCADE ON UPDATE CASCADE)",
                "CREATE TABLE c (id INT PRIMARY KEY, b_id INT, FOREIGN KEY (b_id) REFERENCES b (id)"
                    + " ON DELETE CASCADE)",
                "CREATE TABLE d (id INT PRIMARY KEY, b_id INT, FOREIGN KEY (b_id) REFERENCES b (id)"
                    + " ON DELETE SET NULL)",
                "INSERT INTO a VALUES (1), (2), (3)",
                "INSERT INTO b VALUES (10, 1), (11, 1), (20, 2), (30, 3)",
                "INSERT INTO c VALUES (100, 10), (110, 11), (200, 20)",
                "INSERT INTO d VALUES (100, 10), (300, 30)");
        Sync sync = pair.sync()) {
      begin(pair, sync);
      pair.onSource("DELETE FROM a WHERE id = 1", "UPDATE a SET id = 9 WHERE id = 2");
      everyTableEqual(pair, sync);
      reverse(pair, sync, 1);
      pair.onTarget("DELETE FROM a WHERE id = 3", "UPDATE a SET id = 8 WHERE id = 9");
      everyTableEqual(pair, sync);
      assertThat(pair.rowsOnSource("SELECT id, a_id FROM b")).containsExactly("20|8");
      assertThat(pair.rowsOnSource("SELECT id, b_id FROM d ORDER BY id"))
          .containsExactly("100|null", "300|null");
    }
  }

  private static void everyTableEqual(Pair pair, Sync sync) throws Exception {
    assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
    for (String table : List.of("a", "b", "c", "d")) {
      String all = "SELECT * FROM " + table + " ORDER BY id";
      assertThat(pair.rowsOnTarget(all)).as(table).isEqualTo(pair.rowsOnSource(all));
    }
  }

  /** Rule 11: what an order of single statements could not write without a clash. */
  @Test
  void unique_swaps_key_changes_and_reinserted_rows_arrive_on_the_source_too() throws Exception {
    try (Pair pair = new Pair(ACCOUNT, ACCOUNTS);
        Sync sync = pair.sync()) {
      begin(pair, sync);
      reverse(pair, sync, 1);
      pair.onTarget(
          "BEGIN; UPDATE account SET owner = 'tmp' WHERE id = 1;"
              + " UPDATE account SET owner = 'owner1' WHERE id = 2;"
              + " UPDATE account SET owner = 'owner3' || '-' WHERE id = 3;"
              + " UPDATE account SET owner = 'owner2' WHERE id = 1;"
              + " UPDATE account SET id = 100 WHERE id = 5;"
              + " UPDATE account SET id = 5 WHERE id = 6;"
              + " UPDATE account SET id = 6 WHERE id = 100;"
              + " DELETE FROM account WHERE id = 7;"
              + " INSERT INTO account VALUES (7, 'again', 5); COMMIT");
      assertEqual(pair, sync);
    }
  }

  /** Guarantee 3, from PostgreSQL to the source. */
  @Test
  void guarantee_3_every_look_at_the_source_sees_a_whole_transaction_of_the_target()
      throws Exception {
    try (Pair pair = new Pair(ACCOUNT, ACCOUNTS);
        Sync sync = pair.sync()) {
      begin(pair, sync);
      reverse(pair, sync, 1);
      var stop = new AtomicBoolean();
      ExecutorService pool = Executors.newFixedThreadPool(2);
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < 2; writer++) {
        int first = writer;
        writers.add(
            pool.submit(
                () -> {
                  for (int i = first; !stop.get(); i += 2) {
                    int from = 1 + i % 50;
                    int to = 1 + (i * 7 + 3) % 50;
                    pair.onTarget(
                        "BEGIN; UPDATE account SET balance = balance - 1 WHERE id = "
                            + Math.min(from, to)
                            + "; UPDATE account SET balance = balance + 1 WHERE id = "
                            + Math.max(from, to)
                            + "; COMMIT");
                  }
                  return null;
                }));
      }
      long changed = sync.status().rowsChanged();
      var totals = new TreeSet<String>();
      long until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
      while (System.nanoTime() < until) {
        totals.addAll(pair.rowsOnSource(TOTAL));
      }
      stop.set(true);
      for (Future<?> writer : writers) {
        writer.get();
      }
      pool.shutdown();
      assertThat(totals).containsExactly("5000.00");
      assertThat(sync.status().rowsChanged() - changed).as("money did move").isGreaterThan(20);
      assertEqual(pair, sync);
    }
  }

  /** F23: one row, changed as fast as it goes, from both ends of a hop. */
  @Test
  void a_hot_row_arrives_and_holds_nothing_else_up() throws Exception {
    try (Pair pair = new Pair(ACCOUNT, ACCOUNTS);
        Sync sync = pair.sync()) {
      begin(pair, sync);
      var stop = new AtomicBoolean();
      ExecutorService pool = Executors.newSingleThreadExecutor();
      Future<?> hot =
          pool.submit(
              () -> {
                while (!stop.get()) {
                  pair.onSource("UPDATE account SET balance = balance + 1 WHERE id = 1");
                }
                return null;
              });
      for (int i = 0; i < 5; i++) {
        pair.onSource("UPDATE account SET owner = 'cold" + i + "' WHERE id = 2");
        assertThat(sync.awaitEqual(LONG)).as("while it is hot: " + sync.status()).isTrue();
        assertThat(pair.rowsOnTarget("SELECT owner FROM account WHERE id = 2"))
            .containsExactly("cold" + i);
      }
      stop.set(true);
      hot.get();
      pool.shutdown();
      assertEqual(pair, sync);
    }
  }

  private static void begin(Pair pair, Sync sync) throws Exception {
    sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
    assertThat(pair.copy()).isTrue();
    pair.targetSchema.finish();
    sync.mode(Sync.Mode.HOP);
    assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
  }

  private static void reverse(Pair pair, Sync sync, long epoch) throws Exception {
    FlipOutcome flip =
        new Flip(sync, pair.tables, FlipOptions.DEFAULT).attempt(epoch, Stage.RAMP_DOWN);
    assertThat(flip.flipped()).as(flip.message()).isTrue();
    assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
  }

  private static void assertEqual(Pair pair, Sync sync) throws Exception {
    assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
    assertThat(pair.rowsOnTarget(ALL)).isEqualTo(pair.rowsOnSource(ALL));
  }
}
