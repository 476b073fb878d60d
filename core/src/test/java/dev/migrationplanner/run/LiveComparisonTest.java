package dev.migrationplanner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.sync.Direction;
import dev.migrationplanner.sync.Pair;
import dev.migrationplanner.sync.Sync;
import dev.migrationplanner.sync.SyncOptions;
import dev.migrationplanner.verify.ChunkFile;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;

/**
 * A comparison beside writers raises no false alarm. {@code -Dcorruption.rows=1000000} for the full
 * size.
 */
final class LiveComparisonTest {

  @TempDir private Path folder;

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int ROWS = Integer.getInteger("corruption.rows", 60_000);
  private static final int RUNS = 10;
  private static final int WRITES_PER_SECOND = 300;

  @Test
  void ten_clean_comparisons_beside_300_writes_a_second_raise_no_false_alarm() throws Exception {
    try (Pair pair = items(ROWS);
        ChunkFile chunks = chunks(pair);
        Sync sync = sync(pair, chunks)) {
      begin(pair, sync);
      var stop = new AtomicBoolean();
      var written = new AtomicLong();
      ExecutorService pool = Executors.newSingleThreadExecutor();
      Future<?> writer = pool.submit(() -> write(pair, stop, written));
      var comparison = new LiveComparison(setup(pair), sides(pair), chunks);
      long begun = System.nanoTime();
      for (int run = 0; run < RUNS; run++) {
        comparison.forget();
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

  /**
   * Design section 3: "After a first full comparison, only chunks touched since are compared
   * again." Whoever corrupts a row past every log shows only where the chunk is looked at.
   */
  @Test
  void after_the_first_comparison_only_what_sync_has_touched_since_is_compared_again()
      throws Exception {
    try (Pair pair = items(1_000);
        ChunkFile chunks = chunks(pair);
        Sync sync = sync(pair, chunks)) {
      begin(pair, sync);
      var comparison = new LiveComparison(setup(pair, 100), sides(pair), chunks);
      assertThat(compare(comparison, sync).rowsEarlier()).isZero();

      corruptPastEveryLog(pair, "id IN (150, 750)");
      pair.onSource("UPDATE item SET n = n + 1 WHERE id = 777");
      Status.TableComparison touched = compare(comparison, sync);

      assertThat(touched.state()).isEqualTo("EQUAL");
      assertThat(touched.rowsEarlier()).isEqualTo(900);
      assertThat(touched.oldest()).isNotEmpty();
      assertThat(name(pair, 750)).as("found, and reconciled").isEqualTo("name of 750");
      assertThat(name(pair, 150)).as("not looked at").isEqualTo("rotten");

      comparison.forget();
      assertThat(compare(comparison, sync).rowsEarlier()).isZero();
      assertThat(name(pair, 150)).as("found by a full one").isEqualTo("name of 150");
    }
  }

  @Test
  void more_differences_than_one_round_names_are_all_reconciled() throws Exception {
    try (Pair pair = items(1_000);
        ChunkFile chunks = chunks(pair);
        Sync sync = sync(pair, chunks)) {
      begin(pair, sync);
      corruptPastEveryLog(pair, "id % 10 = 1");
      var comparison = new LiveComparison(setup(pair, 100), sides(pair), chunks, 30);
      Status.TableComparison table = compare(comparison, sync);
      assertThat(table.state()).isEqualTo("EQUAL");
      assertThat(table.differences()).isZero();
      assertThat(pair.rowsOnTarget("SELECT count(*) FROM item WHERE name = 'rotten'"))
          .containsExactly("0");
    }
  }

  private static Pair items(int rows) throws Exception {
    return new Pair(
        "CREATE TABLE item (id BIGINT PRIMARY KEY, name VARCHAR(60) NOT NULL, n INT NOT NULL)",
        "INSERT INTO item SELECT seq, CONCAT('name of ', seq), seq FROM seq_1_to_" + rows);
  }

  private ChunkFile chunks(Pair pair) throws Exception {
    return new ChunkFile(folder.resolve(pair.migration), false, pair.tables);
  }

  private static Sync sync(Pair pair, ChunkFile chunks) {
    return new Sync(
        pair.migration,
        pair.sourceSide,
        pair.targetSide,
        pair.tables,
        SyncOptions.DEFAULT,
        java.util.Map.of(),
        new TouchedChunks(chunks));
  }

  private static void begin(Pair pair, Sync sync) throws Exception {
    sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
    assertThat(pair.copy()).isTrue();
    pair.targetSchema.finish();
    sync.mode(Sync.Mode.HOP);
    assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
  }

  private static Status.TableComparison compare(LiveComparison comparison, Sync sync)
      throws Exception {
    return comparison.compare(sync, new AtomicBoolean()).get("item");
  }

  /** A rewrite of the table, of which no log says a word (docs/sync-rules.md, at the end). */
  private static void corruptPastEveryLog(Pair pair, String which) throws Exception {
    pair.onTarget(
        "ALTER TABLE item ALTER COLUMN name TYPE varchar(60) USING CASE WHEN "
            + which
            + " THEN 'rotten' ELSE name END");
  }

  private static String name(Pair pair, int id) throws Exception {
    return pair.rowsOnTarget("SELECT name FROM item WHERE id = " + id).get(0);
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
    return setup(pair, 20_000);
  }

  private static Setup setup(Pair pair, int rowsPerChunk) {
    MigrationFile file =
        MigrationFile.parse(
            "migration.yaml",
            """
            migration: live
            source: {engine: mariadb, host: 127.0.0.1, port: 3306, database: a, user: u, password: "env:P"}
            target: {engine: postgresql, host: 127.0.0.1, port: 5432, database: b, user: u, password: "env:P"}
            verify: {rowsPerChunk: %d}
            """
                .formatted(rowsPerChunk));
    return new Setup(
        file, "hash", pair.tables, pair.convertedSchema, "", List.of(), List.of(), List.of());
  }
}
