package dev.migrationplanner.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
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
        migration.write("same", key(id), holdingTarget(open, Rig.put(id, "1")));
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

  /**
   * Guarantee 7, for secondary writes: one delayed past the flip must not land on the new
   * authority.
   */
  @Test
  void a_secondary_write_delayed_past_the_flip_is_refused() throws Exception {
    Limits.Secondary one =
        new Limits.Secondary(Limits.SecondaryMode.POOLED, 1, 10, Duration.ofSeconds(20));
    CountDownLatch open = new CountDownLatch(1);
    try (Migration migration = rig.open(Rig.limits().with(one))) {
      migration.write("x", key("blocker"), holdingTarget(open, Rig.put("blocker", "1")));
      put(migration, "a", "old");
      try (Flip flip = new Flip(rig, Side.SOURCE, 2, Stage.RAMP_DOWN)) {
        // The first secondary holds the fence; the flip must wait for it, so let it go and overtake
        // the second.
        CountDownLatch flipped = new CountDownLatch(1);
        Thread flipping =
            new Thread(
                () -> {
                  try {
                    flip.runWhole();
                    rig.execute(Side.TARGET, "UPDATE entry SET v = 'new' WHERE id = 'a'");
                    flipped.countDown();
                  } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                  }
                });
        flipping.start();
        assertThat(flipped.await(300, TimeUnit.MILLISECONDS)).isFalse();
        open.countDown();
        assertThat(flipped.await(10, TimeUnit.SECONDS)).isTrue();
      }
      await().until(() -> rig.plane.total(Count.SECONDARY_WRITES) == 2);
      await()
          .during(Duration.ofMillis(300))
          .until(() -> "new".equals(rig.entries(Side.TARGET).get("a")));
    }
  }

  /** Guarantee 1: no write acknowledged by the authority is lost. */
  @Test
  void flips_there_and_back_under_concurrent_writers_lose_no_acknowledged_write() throws Exception {
    Map<String, String> acknowledged = new ConcurrentHashMap<>();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger failures = new AtomicInteger();
    ExecutorService writers = Executors.newFixedThreadPool(4);
    try (Migration migration = rig.open()) {
      for (int writer = 0; writer < 4; writer++) {
        String name = "w" + writer + "-";
        writers.execute(
            () -> {
              for (int i = 0; !stop.get(); i++) {
                try {
                  put(migration, name + i % 50, "" + i);
                  acknowledged.put(name + i % 50, "" + i);
                } catch (SQLException failed) {
                  failures.incrementAndGet();
                }
              }
            });
      }
      for (int epoch = 2; epoch <= 5; epoch++) {
        Thread.sleep(400);
        boolean forward = epoch % 2 == 0;
        try (Flip flip =
            new Flip(
                rig,
                forward ? Side.SOURCE : Side.TARGET,
                epoch,
                forward ? Stage.RAMP_DOWN : Stage.OFF)) {
          flip.runWhole();
        }
      }
      Thread.sleep(300);
      stop.set(true);
      writers.shutdown();
      assertThat(writers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      assertThat(migration.state().epoch()).as("learned from the rows alone").isEqualTo(5);
      assertThat(failures).hasValue(0);
      assertThat(acknowledged.size()).isGreaterThan(100);
      assertThat(rig.entries(Side.SOURCE)).containsAllEntriesOf(acknowledged);
    }
  }

  @Test
  void a_refused_write_moves_the_pinned_request_to_the_new_epoch_too() throws Exception {
    try (Migration migration = rig.open();
        RequestScope request = migration.pin()) {
      try (Flip flip = new Flip(rig, Side.SOURCE, 2, Stage.RAMP_DOWN)) {
        flip.runWhole();
      }
      put(migration, "a", "1");
      assertThat(request.state().authority()).isEqualTo(Side.TARGET);
      assertThat(rig.entries(Side.TARGET)).containsEntry("a", "1");
      assertThat(rig.entries(Side.SOURCE)).isEmpty();
    }
  }

  @Test
  void work_that_throws_is_rolled_back_and_not_followed() throws Exception {
    try (Migration migration = rig.open()) {
      assertThatThrownBy(
              () ->
                  migration.write(
                      "a",
                      key("a"),
                      (connection, side) -> {
                        Rig.put("a", "1").run(connection, side);
                        throw new IllegalStateException("out of stock");
                      }))
          .hasMessage("out of stock");
      Thread.sleep(200);
      assertThat(rig.entries(Side.SOURCE)).isEmpty();
      assertThat(rig.entries(Side.TARGET)).isEmpty();
    }
  }

  @Test
  void deadlocks_are_tried_again_only_where_the_option_says_so() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    Work<Integer> deadlockedOnce =
        (connection, side) -> {
          if (side == Side.SOURCE && runs.incrementAndGet() == 1) {
            throw new SQLException("Deadlock found", "40001", 1213);
          }
          return Rig.put("a", "1").run(connection, side);
        };
    try (Migration migration = rig.open()) {
      assertThatThrownBy(() -> migration.write("a", key("a"), deadlockedOnce))
          .hasMessageContaining("Deadlock");
    }
    runs.set(0);
    Limits.Writes again = new Limits.Writes(3, true, Duration.ofSeconds(5));
    try (Migration migration = rig.open(Rig.limits().with(again))) {
      migration.write("a", key("a"), deadlockedOnce);
      assertThat(runs).hasValue(2);
    }
  }

  @Test
  void a_commit_whose_answer_is_lost_is_unknown_and_a_refused_one_is_failed() throws Exception {
    SQLException lost = new SQLNonTransientConnectionException("Connection reset", "08006");
    try (Migration migration =
        rig.open(Rig.limits(), committingThen(rig.source, lost), rig.target)) {
      assertThatThrownBy(() -> put(migration, "a", "1"))
          .isInstanceOf(UnknownOutcomeException.class)
          .hasCause(lost);
    }
    assertThat(rig.entries(Side.SOURCE))
        .as("it did commit, and nobody may be told otherwise")
        .containsKey("a");
    SQLException duplicate = new SQLException("Duplicate entry", "23000", 1062);
    try (Migration migration =
        rig.open(Rig.limits(), committingThen(rig.source, duplicate), rig.target)) {
      assertThatThrownBy(() -> put(migration, "b", "1")).isSameAs(duplicate);
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

  private static Work<Integer> holdingTarget(CountDownLatch open, Work<Integer> work) {
    return (connection, side) -> {
      if (side == Side.TARGET) {
        waitFor(open);
      }
      return work.run(connection, side);
    };
  }

  private static void waitFor(CountDownLatch open) {
    try {
      open.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Real connections whose commit is carried out and then answered with an error, as a cut line
   * does.
   */
  private static DataSource committingThen(DataSource real, SQLException error) {
    return (DataSource)
        Proxy.newProxyInstance(
            WritesTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              Object result = call(real, method, arguments);
              return method.getName().equals("getConnection")
                  ? cut((Connection) result, error)
                  : result;
            });
  }

  private static Connection cut(Connection real, SQLException error) {
    return (Connection)
        Proxy.newProxyInstance(
            WritesTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              Object result = call(real, method, arguments);
              if (method.getName().equals("commit")) {
                throw error;
              }
              return result;
            });
  }

  private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }
}
