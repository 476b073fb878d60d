package dev.migrationplanner.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.sync.Pair;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A load into tables without their primary keys, which are made when all rows are there. */
final class KeysLeftOutTest {

  private static final String KEY =
      "SELECT count(*) FROM pg_constraint WHERE conrelid = 'public.t'::regclass AND contype = 'p'";

  @Test
  void a_key_that_rows_cannot_violate_is_made_after_the_load_and_any_time_again() throws Exception {
    try (Pair pair =
        pair("id INT PRIMARY KEY, a VARCHAR(50), KEY a (a)", 5_000, "concat('x', seq)")) {
      assertThat(pair.rowsOnTarget(KEY)).containsExactly("0");
      assertThat(load(pair)).isTrue();
      assertThat(pair.rowsOnTarget(KEY)).containsExactly("0");
      pair.targetSchema.afterLoad();
      pair.targetSchema.afterLoad();
      assertThat(pair.rowsOnTarget(KEY)).containsExactly("1");
      assertThat(pair.rowsOnTarget("SELECT count(*) FROM pg_indexes WHERE tablename = 't'"))
          .containsExactly("2");
      assertThat(count(pair)).isEqualTo("5000");
    }
  }

  @Test
  void a_text_key_does_not_wait_for_its_rows_may_clash_here() throws Exception {
    try (Pair pair = pair("id VARCHAR(30) PRIMARY KEY, a VARCHAR(50)", 10, "'x'")) {
      assertThat(pair.rowsOnTarget(KEY)).containsExactly("1");
    }
  }

  @Test
  void guarantee_5_a_row_that_is_refused_during_the_load_is_set_aside_and_the_others_arrive()
      throws Exception {
    try (Pair pair =
        pair(
            "id INT PRIMARY KEY, a VARCHAR(50)",
            5_000,
            "IF(seq = 2500, concat('a', CHAR(0)), 'x')")) {
      assertThat(load(pair)).isTrue();
      assertThat(pair.rowsOnTarget(KEY)).containsExactly("1");
      assertThat(count(pair)).isEqualTo("4999");
      assertThat(pair.rowsOnTarget("SELECT count(*) FROM migration_planner.quarantine"))
          .containsExactly("1");
    }
  }

  private static Pair pair(String columns, int rows, String value) throws Exception {
    var pair =
        new Pair(
            "CREATE TABLE t (" + columns + ")",
            "INSERT INTO t SELECT seq, " + value + " FROM seq_1_to_" + rows);
    pair.targetSchema.drop();
    pair.targetSchema.createForLoad(pair.targetSide.control());
    return pair;
  }

  private static boolean load(Pair pair) throws Exception {
    var options = new CopyOptions(2, 500, 8L << 20, 0, 3, 10);
    var copier =
        new Copier(pair.source, pair.target, pair.targetSide.control(), options, pair.targetSchema);
    return copier.copy(pair.tables, 1, copier.progress(pair.tables));
  }

  private static String count(Pair pair) throws SQLException {
    return pair.rowsOnTarget("SELECT count(*) FROM t").get(0);
  }
}
