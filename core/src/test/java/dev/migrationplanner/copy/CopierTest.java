package dev.migrationplanner.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.sync.Pair;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The backfill from a real MariaDB into a real PostgreSQL. */
final class CopierTest {

  private static final String NUMBERS =
      "CREATE TABLE numbers (a INT, b VARCHAR(20), n BIGINT UNSIGNED, PRIMARY KEY (a, b))";
  private static final String FILL =
      "INSERT INTO numbers SELECT CAST(seq MOD 7 AS SIGNED) - 3, concat('k', seq), seq FROM seq_1_to_30000";

  @Test
  void a_copy_stopped_midway_goes_on_and_ends_whole() throws Exception {
    try (Pair pair = new Pair(NUMBERS, FILL)) {
      Copier first = copier(pair, 2_000);
      CopyProgress progress = first.progress(pair.tables);
      Thread stopper = new Thread(() -> stopAfter(first, progress, 4_000));
      stopper.start();
      boolean whole = first.copy(pair.tables, 1, progress);
      stopper.join();
      assertThat(whole).isFalse();
      long before = Long.parseLong(count(pair));
      assertThat(before).isBetween(4_000L, 29_999L);

      Copier second = copier(pair, 0);
      CopyProgress rest = second.progress(pair.tables);
      assertThat(second.copy(pair.tables, 1, rest)).isTrue();
      assertThat(count(pair)).isEqualTo("30000");
      assertThat(rest.rows()).isEqualTo(30_000);
      assertThat(pair.rowsOnTarget("SELECT sum(n), min(a), max(b) FROM numbers"))
          .isEqualTo(pair.rowsOnSource("SELECT sum(n), min(a), max(b) FROM numbers"));
    }
  }

  @Test
  void guarantee_6_a_copy_that_cannot_write_ends_in_an_error_and_never_as_done() throws Exception {
    try (Pair pair = new Pair(NUMBERS, FILL)) {
      pair.onTarget("ALTER TABLE numbers DROP COLUMN n");
      Copier copier = copier(pair, 0);
      CopyProgress progress = copier.progress(pair.tables);
      assertThatThrownBy(() -> copier.copy(pair.tables, 1, progress))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("numbers");
      assertThat(progress.tables()).noneMatch(CopyProgress.TableProgress::done);
    }
  }

  @Test
  void rows_that_a_dual_write_brought_before_are_made_equal() throws Exception {
    try (Pair pair = new Pair(NUMBERS, FILL)) {
      pair.onTarget("INSERT INTO numbers VALUES (-2, 'k1', 999)");
      assertThat(pair.copy()).isTrue();
      assertThat(pair.rowsOnTarget("SELECT n FROM numbers WHERE b = 'k1'")).containsExactly("1");
      assertThat(count(pair)).isEqualTo("30000");
    }
  }

  @Test
  void guarantee_7_a_copy_of_an_old_epoch_writes_nothing() throws Exception {
    try (Pair pair = new Pair(NUMBERS, FILL)) {
      try (Connection connection = pair.target.connect(Use.WRITE)) {
        var row = pair.targetSide.control().epoch().peek(connection).orElseThrow();
        pair.targetSide
            .control()
            .epoch()
            .put(
                connection,
                new dev.migrationplanner.client.EpochRow(
                    2, row.authority(), row.stage(), row.readShare(), false));
      }
      assertThatThrownBy(pair::copy).hasMessageContaining("epoch 1");
      assertThat(count(pair)).isEqualTo("0");
    }
  }

  private static Copier copier(Pair pair, long rowsPerSecondMax) {
    var options = new CopyOptions(2, 1_000, 8L << 20, rowsPerSecondMax, 3, 10);
    return new Copier(pair.source, pair.target, pair.targetSide.control(), options);
  }

  private static void stopAfter(Copier copier, CopyProgress progress, long rows) {
    try {
      while (progress.rows() < rows) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    copier.stop();
  }

  private static String count(Pair pair) throws SQLException {
    return pair.rowsOnTarget("SELECT count(*) FROM numbers").get(0);
  }
}
