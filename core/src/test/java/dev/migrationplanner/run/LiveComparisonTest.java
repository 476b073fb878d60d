package dev.migrationplanner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.sync.Direction;
import dev.migrationplanner.sync.Pair;
import dev.migrationplanner.sync.Sync;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * A comparison beside writers raises no false alarm. {@code -Dcorruption.rows=1000000} for the full
 * size.
 */
final class LiveComparisonTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int ROWS = Integer.getInteger("corruption.rows", 60_000);
  private static final int RUNS = 10;
  private static final int WRITES_PER_SECOND = 300;

  @Test
  void ten_clean_comparisons_beside_300_writes_a_second_raise_no_false_alarm() throws Exception {
    try (Pair pair =
            new Pair(
                "CREATE TABLE item (id BIGINT PRIMARY KEY, name VARCHAR(60) NOT NULL, n INT NOT"
                    + " NULL)",
                "INSERT INTO item SELECT seq, CONCAT('name of ', seq), seq FROM seq_1_to_" + ROWS);
        Sync sync = pair.sync()) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      assertThat(pair.copy()).isTrue();
      pair.targetSchema.finish();
      sync.mode(Sync.Mode.HOP);
      assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();

      var stop = new AtomicBoolean();
      var written = new AtomicLong();
      ExecutorService pool = Executors.newSingleThreadExecutor();
      Future<?> writer = pool.submit(() -> write(pair, stop, written));
      var comparison = new LiveComparison(setup(pair), sides(pair));
      long begun = System.nanoTime();
      for (int run = 0; run < RUNS; run++) {
        Status.TableComparison table = comparison.compare(sync, new AtomicBoolean()).get("item");
        assertThat(table).as("run " + run).isNotNull();
        assertThat(table.state()).as("run " + run).isEqualTo("EQUAL");
        assertThat(table.differences()).isZero();
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      stop.set(true);
      writer.get();
      pool.shutdown();
      System.out.printf(
          "%d comparisons of %d rows in %.1f s beside %.0f writes/s: no false alarm%n",
          RUNS, ROWS, seconds, written.get() / seconds);
      assertThat(written.get()).as("somebody did write").isGreaterThan(RUNS);
    }
  }

  /** Inserts, updates, deletes, spread over the table, and one row hot. */
  private static Void write(Pair pair, AtomicBoolean stop, AtomicLong written) throws Exception {
    var choice = new Random(3);
    try (Connection connection = pair.sourceServer.dataSource(pair.sourceDatabase).getConnection();
        PreparedStatement update =
            connection.prepareStatement("UPDATE item SET n = n + 1 WHERE id = ?");
        PreparedStatement delete = connection.prepareStatement("DELETE FROM item WHERE id = ?");
        PreparedStatement insert =
            connection.prepareStatement("INSERT IGNORE INTO item VALUES (?, 'new', 0)")) {
      long due = System.nanoTime();
      while (!stop.get()) {
        PreparedStatement next =
            switch (choice.nextInt(6)) {
              case 0 -> delete;
              case 1 -> insert;
              default -> update;
            };
        next.setLong(1, next == update && choice.nextInt(4) == 0 ? 1 : 2 + choice.nextInt(ROWS));
        next.executeUpdate();
        written.incrementAndGet();
        due += TimeUnit.SECONDS.toNanos(1) / WRITES_PER_SECOND;
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      }
      return null;
    }
  }

  private static Sides sides(Pair pair) {
    return new Sides(
        pair.sourceSide,
        pair.targetSide,
        java.util.Map.of(pair.tables.get(0).name(), pair.tables.get(0)));
  }

  private static Setup setup(Pair pair) {
    MigrationFile file =
        MigrationFile.parse(
            "migration.yaml",
            """
            migration: live
            source: {engine: mariadb, host: 127.0.0.1, port: 3306, database: a, user: u, password: "env:P"}
            target: {engine: postgresql, host: 127.0.0.1, port: 5432, database: b, user: u, password: "env:P"}
            verify: {rowsPerChunk: 20000}
            """);
    return new Setup(
        file, "hash", pair.tables, pair.convertedSchema, "", List.of(), List.of(), List.of());
  }
}
