package dev.migrationplanner.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.verify.CompareOptions;
import dev.migrationplanner.verify.Comparison;
import dev.migrationplanner.verify.Difference;
import dev.migrationplanner.verify.TableResult;
import dev.migrationplanner.verify.Views;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a comparison found to differ is made equal again: those rows, and no others. */
final class RepairTest {

  private static final String ITEM =
      "CREATE TABLE item (k VARCHAR(20) PRIMARY KEY, name VARCHAR(40) NOT NULL UNIQUE)";
  private static final String ROWS =
      "INSERT INTO item SELECT CONCAT('Key ', seq), CONCAT('item', seq) FROM seq_1_to_200";
  private static final String ALL = "SELECT k, name FROM item";

  @Test
  void exactly_the_differing_rows_are_made_what_the_authority_says() throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS)) {
      assertThat(pair.copy()).isTrue();
      pair.targetSchema.finish();
      List<String> versions = untouched(pair);
      pair.onTarget(
          "UPDATE item SET name = 'item9 ' WHERE k = 'Key 9'",
          "DELETE FROM item WHERE k = 'Key 11'",
          "INSERT INTO item VALUES ('one more', 'too many')",
          "UPDATE item SET name = CASE k WHEN 'Key 13' THEN 'item14!' ELSE 'item13' END WHERE k IN"
              + " ('Key 13', 'Key 14')");
      TableResult repaired = repair(pair, 5);
      assertThat(repaired.equal()).isTrue();
      assertThat(repaired.statement()).contains("5 rows differed, 5 were reconciled (5 changed)");
      assertThat(pair.rowsOnTarget(ALL))
          .containsExactlyInAnyOrderElementsOf(pair.rowsOnSource(ALL));
      assertThat(untouched(pair)).as("no other row was written").isEqualTo(versions);
    }
  }

  private static TableResult repair(Pair pair, int differing) throws Exception {
    var comparison = new Comparison(Views.of(pair.source, pair.target), CompareOptions.DEFAULTS);
    TableResult found = comparison.full(pair.tables.get(0));
    assertThat(found.differencesTotal()).isEqualTo(differing);
    long changed =
        Repair.between(pair.sourceSide, pair.targetSide, pair.tables)
            .make(
                found.differences().stream()
                    .map(Difference::key)
                    .map(key -> new TableKey(found.table(), key))
                    .toList());
    return comparison.afterRepair(pair.tables.get(0), found, changed);
  }

  private static List<String> untouched(Pair pair) throws Exception {
    return pair.rowsOnTarget(
        "SELECT k, ctid, xmin FROM item WHERE k NOT IN ('Key 9', 'Key 11', 'Key 13', 'Key 14') AND k"
            + " <> 'one more' ORDER BY k COLLATE \"C\"");
  }

  @Test
  void the_source_is_repaired_where_the_target_is_the_authority_and_nobody_while_it_moves()
      throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS);
        Sync sync = pair.sync()) {
      sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
      assertThat(pair.copy()).isTrue();
      pair.targetSchema.finish();
      sync.mode(Sync.Mode.HOP);
      assertThat(sync.awaitEqual(Duration.ofSeconds(60))).isTrue();
      FlipOutcome flip =
          new Flip(sync, pair.tables, FlipOptions.DEFAULT).attempt(1, Stage.RAMP_DOWN);
      assertThat(flip.flipped()).as(flip.message()).isTrue();
      sync.close();
      pair.onSource("UPDATE item SET name = 'wrong' WHERE k = 'Key 7'");
      assertThat(repair(pair, 1).equal()).isTrue();
      assertThat(pair.rowsOnSource("SELECT name FROM item WHERE k = 'Key 7'"))
          .containsExactly("item7");

      try (Connection connection = pair.target.connect(Use.WRITE)) {
        pair.targetSide
            .control()
            .epoch()
            .put(connection, new EpochRow(2, Side.TARGET, Stage.RAMP_DOWN, 0, true));
      }
      assertThatThrownBy(() -> Repair.between(pair.sourceSide, pair.targetSide, pair.tables))
          .hasMessageContaining("moved");
    }
  }
}
