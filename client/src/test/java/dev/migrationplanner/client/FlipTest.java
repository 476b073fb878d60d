package dev.migrationplanner.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the library's writes when authority moves. */
class FlipTest {
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
      migration.write("x", key("blocker"), Rig.holdingTarget(open, Rig.put("blocker", "1")));
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
}
