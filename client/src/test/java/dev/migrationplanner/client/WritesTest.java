package dev.migrationplanner.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritesTest {
  private static final State DUAL = new State(1, Side.SOURCE, Stage.DUAL_WRITE, 0, 10_000, 1, 0, 0);

  @TempDir Path directory;
  private Rig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new Rig(directory, DUAL);
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  private static List<RowKey> key(String id) {
    return List.of(RowKey.of("entry", "id", id));
  }

  private static void put(Migration migration, String id, String value) throws SQLException {
    migration.write(id, key(id), Rig.put(id, value));
  }

  @Test
  void a_write_in_dual_write_reaches_both_sides_and_is_counted() throws Exception {
    try (Migration migration = rig.open()) {
      put(migration, "a", "1");
      assertThat(rig.entries(Side.SOURCE)).containsEntry("a", "1");
      await().until(() -> rig.entries(Side.TARGET).containsKey("a"));
      await().until(() -> rig.plane.total(Count.SECONDARY_WRITES) == 1);
      assertThat(rig.plane.total(Count.AUTHORITY_WRITES)).isEqualTo(1);
    }
  }

  @Test
  void writes_of_one_key_reach_the_other_side_in_their_order() throws Exception {
    try (Migration migration = rig.open()) {
      for (int i = 0; i < 200; i++) {
        put(migration, "a", "" + i);
      }
      await().until(() -> "199".equals(rig.entries(Side.TARGET).get("a")));
      await()
          .during(Duration.ofMillis(200))
          .until(() -> "199".equals(rig.entries(Side.TARGET).get("a")));
    }
  }

  @Test
  void a_failing_secondary_never_fails_the_caller_and_its_row_is_reported() throws Exception {
    rig.execute(Side.TARGET, "DROP TABLE entry");
    try (Migration migration = rig.open()) {
      put(migration, "a", "1");
      await().until(() -> rig.plane.total(Count.SECONDARY_WRITE_ERRORS) == 1);
      assertThat(rig.plane.keys())
          .containsExactly(
              new ReportedKey(ReportedKey.Kind.SECONDARY_FAILED, RowKey.of("entry", "id", "a")));
    }
  }

  /** Guarantee 9: the application is never slowed or failed; queues have limits. */
  @Test
  void a_full_queue_drops_counts_and_reports_while_callers_go_on() throws Exception {
    Limits.Secondary narrow =
        new Limits.Secondary(Limits.SecondaryMode.POOLED, 1, 2, Duration.ofSeconds(20));
    CountDownLatch open = new CountDownLatch(1);
    try (Migration migration = rig.open(Rig.limits().with(narrow))) {
      long start = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        String id = "k" + i;
        migration.write("same", key(id), Rig.holdingTarget(open, Rig.put(id, "1")));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      await().until(() -> rig.plane.total(Count.SECONDARY_DROPPED) == 7);
      assertThat(rig.plane.keys()).hasSize(7);
      open.countDown();
      await().until(() -> rig.entries(Side.TARGET).size() == 3);
    }
    assertThat(rig.entries(Side.SOURCE)).hasSize(10);
  }

  @Test
  void a_pause_of_the_writes_can_wait_for_the_secondary_ones() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    try (Migration migration = rig.open()) {
      migration.write("a", key("a"), Rig.holdingTarget(open, Rig.put("a", "1")));
      assertThat(migration.awaitSecondaryWrites(Duration.ofMillis(100))).isFalse();
      open.countDown();
      assertThat(migration.awaitSecondaryWrites(Duration.ofSeconds(20))).isTrue();
      assertThat(rig.entries(Side.TARGET)).containsEntry("a", "1");
    }
  }

  @Test
  void a_target_that_hangs_is_given_up_at_the_deadline() throws Exception {
    Limits.Secondary hasty =
        new Limits.Secondary(Limits.SecondaryMode.IN_CALLER, 1, 1, Duration.ofMillis(300));
    try (Migration migration = rig.open(Rig.limits().with(hasty));
        Flip flip = new Flip(rig, Side.SOURCE, 2, Stage.RAMP_DOWN)) {
      flip.lockNewAuthority();
      long start = System.nanoTime();
      put(migration, "a", "1");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      await().until(() -> rig.plane.total(Count.SECONDARY_WRITE_ERRORS) == 1);
    }
  }

  @Test
  void an_application_with_its_own_transactions_enters_and_follows_by_itself() throws Exception {
    try (Migration migration = rig.open()) {
      State entered = migration.state();
      try (Connection connection = rig.of(migration.authority()).getConnection()) {
        connection.setAutoCommit(false);
        try (Passage passage = migration.enter(connection, migration.authority())) {
          Rig.put("a", "1").run(connection, Side.SOURCE);
          connection.commit();
        }
      }
      migration.afterCommit("a", key("a"), entered, Rig.put("a", "1"));
      await().until(() -> rig.entries(Side.TARGET).containsKey("a"));
    }
  }

  @Test
  void numbers_survive_a_control_plane_that_refuses_reports() throws Exception {
    try (Migration migration = rig.open()) {
      rig.plane.reportStatus = 503;
      for (int i = 0; i < 20; i++) {
        put(migration, "a" + i, "1");
        Thread.sleep(20);
      }
      rig.plane.reportStatus = 204;
    }
    assertThat(rig.plane.total(Count.AUTHORITY_WRITES)).isEqualTo(20);
    assertThat(rig.plane.total(Count.SECONDARY_WRITES)).isEqualTo(20);
  }
}
