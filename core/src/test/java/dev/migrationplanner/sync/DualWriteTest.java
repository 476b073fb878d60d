package dev.migrationplanner.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.migrationplanner.servers.SharedServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Guarantee 3: dual writes may come late, twice, in any order or not at all; once writes pause and
 * one hop has run, the sides are equal. Writers here know nothing of the fence. {@code -Dpairs=N}
 * for more of them.
 */
final class DualWriteTest {

  private static final int PAIRS = Integer.getInteger("pairs", 4_000);
  private static final int WRITERS = 4;
  private static final int KILLS = Integer.getInteger("writerKills", 3);
  private static final String TABLE =
      "CREATE TABLE seat (id BIGINT PRIMARY KEY, code VARCHAR(20) NOT NULL UNIQUE, holder BIGINT"
          + " NOT NULL)";
  private static final String ROWS =
      "INSERT INTO seat SELECT seq, CONCAT('code', seq), 0 FROM seq_1_to_" + DualWriter.KEYS;
  private static final String ALL = "SELECT id, code, holder FROM seat ORDER BY id";

  @Test
  void guarantee_3_conflicting_pairs_of_writes_in_any_order_end_equal() throws Exception {
    try (Pair pair = new Pair(TABLE, ROWS);
        Sync sync = pair.sync(SyncOptions.BESIDE_DUAL_WRITES)) {
      List<Future<?>> besideTheBackfill = writers(pair, 0);
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      assertThat(pair.copy()).isTrue();
      sync.mode(Sync.Mode.HOP);
      ended(besideTheBackfill);
      assertThat(sync.awaitEqual(Duration.ofSeconds(60))).as(sync.status().toString()).isTrue();
      pair.targetSchema.finish();
      ended(writers(pair, WRITERS));

      assertThat(sync.awaitEqual(Duration.ofSeconds(60))).as(sync.status().toString()).isTrue();
      assertThat(pair.rowsOnTarget(ALL)).isEqualTo(pair.rowsOnSource(ALL));
    }
  }

  private static List<Future<?>> writers(Pair pair, int seed) {
    ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      var choice = new Random(seed + i);
      running.add(pool.submit(() -> write(pair, choice, PAIRS / WRITERS / 2)));
    }
    pool.shutdown();
    return running;
  }

  private static void ended(List<Future<?>> writers) throws Exception {
    for (Future<?> writer : writers) {
      writer.get();
    }
  }

  /** As the above, with the application killed 20 times and more: {@code -DwriterKills=20}. */
  @Test
  void guarantee_3_writers_that_are_killed_between_their_two_writes_leave_the_sides_equal()
      throws Exception {
    try (Pair pair = new Pair(TABLE, ROWS);
        Sync sync = pair.sync(SyncOptions.BESIDE_DUAL_WRITES)) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      assertThat(pair.copy()).isTrue();
      pair.targetSchema.finish();
      sync.mode(Sync.Mode.HOP);

      long foreign = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        long before = foreign;
        Process writer = start(pair, kill);
        try {
          await()
              .atMost(Duration.ofMinutes(2))
              .until(() -> sync.status().foreignTransactions() > before + 20);
          Thread.sleep(new Random(kill).nextInt(200));
        } finally {
          assertThat(writer.destroyForcibly().waitFor()).as("killed").isEqualTo(137);
        }
        // A statement that the server had taken already still ends.
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () -> assertThat(pair.rowsOnTarget(ALL)).isEqualTo(pair.rowsOnSource(ALL)));
        assertThat(sync.awaitEqual(Duration.ofSeconds(60))).as(sync.status().toString()).isTrue();
        foreign = sync.status().foreignTransactions();
      }
      System.out.printf("%d kills, %d transactions of writers seen%n", KILLS, foreign);
    }
  }

  private static Process start(Pair pair, int seed) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Duser.timezone=" + System.getProperty("user.timezone"),
            "-cp",
            System.getProperty("java.class.path"),
            DualWriter.class.getName(),
            SharedServers.mariaDb().jdbcUrl(pair.sourceDatabase),
            SharedServers.postgres().jdbcUrl(pair.targetDatabase),
            String.valueOf(seed))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static Void write(Pair pair, Random choice, int pairs) throws SQLException {
    try (Connection source =
            SharedServers.mariaDb().dataSource(pair.sourceDatabase).getConnection();
        Connection target =
            SharedServers.postgres().dataSource(pair.targetDatabase).getConnection()) {
      DualWriter.write(source, target, choice, pairs);
      return null;
    }
  }
}
