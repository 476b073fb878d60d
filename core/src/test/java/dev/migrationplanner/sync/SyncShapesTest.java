package dev.migrationplanner.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.RowKey;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rules 8 and 17: DDL on a table in sync stops it before wrong data and is named; where rows may be
 * others than any log says, a comparison is asked for.
 */
final class SyncShapesTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String ITEM =
      "CREATE TABLE item (id BIGINT PRIMARY KEY, name VARCHAR(40) NOT NULL, note VARCHAR(20))";
  private static final String ROWS =
      "INSERT INTO item SELECT seq, CONCAT('item', seq), 'note' FROM seq_1_to_50";
  private static final String ALL = "SELECT id, name, note FROM item ORDER BY id";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE item ADD COLUMN c INT | ALTER TABLE item DROP COLUMN c | item.c is new |"
            + " IN_SYNC",
        "ALTER TABLE item DROP COLUMN note | ALTER TABLE item ADD COLUMN note VARCHAR(20) |"
            + " item.note is gone | NEEDS_COMPARISON",
        "ALTER TABLE item RENAME COLUMN note TO n | ALTER TABLE item RENAME COLUMN n TO note |"
            + " item.note is gone; column item.n is new | IN_SYNC",
        "ALTER TABLE item MODIFY name VARCHAR(4) NOT NULL | ALTER TABLE item MODIFY name"
            + " VARCHAR(40) NOT NULL | item.name is now varchar(4), was varchar(40) |"
            + " NEEDS_COMPARISON",
        "RENAME TABLE item TO other | RENAME TABLE other TO item | table item is gone |"
            + " NEEDS_COMPARISON",
        "DROP TABLE item | " + ITEM + " | table item is gone | NEEDS_COMPARISON"
      })
  void ddl_on_the_source_stops_sync_by_name_and_what_it_may_have_hidden_is_compared(
      String ddl, String undo, String said, SyncStatus.State after) throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS);
        Sync sync = pair.sync(SyncOptions.DEFAULT, fingerprint(pair))) {
      begin(pair, sync);
      List<String> before = pair.rowsOnTarget(ALL);
      pair.onSource("SET sql_mode = ''", ddl);
      awaitState(sync, SyncStatus.State.FAILED);
      assertThat(sync.status().message()).contains(said).contains("resume");
      assertThat(pair.rowsOnTarget(ALL)).as("nothing was written").isEqualTo(before);

      pair.onSource(undo, "INSERT INTO item VALUES (900, 'new', 'x')");
      sync.retry();
      awaitState(sync, after);
      if (after == SyncStatus.State.NEEDS_COMPARISON) {
        assertThat(sync.status().message()).contains("table item").contains("compare");
        heal(sync);
      }
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

  /** A ghost table swapped in has the same shape and other rows. */
  @Test
  void a_table_swapped_by_an_online_schema_change_is_compared() throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS);
        Sync sync = pair.sync(SyncOptions.DEFAULT, fingerprint(pair))) {
      begin(pair, sync);
      pair.onSource(
          "CREATE TABLE ghost LIKE item",
          "INSERT INTO ghost SELECT id, CONCAT(name, ' rebuilt'), note FROM item",
          "RENAME TABLE item TO _item_del, ghost TO item");
      awaitState(sync, SyncStatus.State.NEEDS_COMPARISON);
      heal(sync);
      assertEqual(pair, sync);
    }
  }

  @Test
  void an_index_more_is_nothing_to_sync() throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS);
        Sync sync = pair.sync(SyncOptions.DEFAULT, fingerprint(pair))) {
      begin(pair, sync);
      pair.onSource(
          "CREATE INDEX by_note ON item (note)",
          "ALTER TABLE item ADD INDEX by_name (name)",
          "ALTER TABLE item DROP INDEX by_note",
          "UPDATE item SET name = 'indexed' WHERE id = 1");
      assertEqual(pair, sync);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TABLE item ADD COLUMN c int | item.c is new",
        "ALTER TABLE item DROP COLUMN note | item.note is gone",
        "ALTER TABLE item RENAME COLUMN note TO n | item.note is gone",
        "ALTER TABLE item ALTER COLUMN name TYPE varchar(50) | a type",
        "ALTER TABLE item RENAME TO other | table item is gone",
        "DROP TABLE item | table item is gone"
      })
  void ddl_on_the_target_stops_the_reverse_sync(String ddl, String said) throws Exception {
    try (Pair pair = new Pair(ITEM, ROWS);
        Sync sync = pair.sync(SyncOptions.DEFAULT, fingerprint(pair))) {
      begin(pair, sync);
      FlipOutcome flip =
          new Flip(sync, pair.tables, FlipOptions.DEFAULT).attempt(1, Stage.RAMP_DOWN);
      assertThat(flip.flipped()).as(flip.message()).isTrue();
      assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
      List<String> before = pair.rowsOnSource(ALL);
      pair.onTarget(ddl);
      await()
          .atMost(LONG)
          .until(
              () ->
                  List.of(SyncStatus.State.FAILED, SyncStatus.State.NEEDS_COMPARISON)
                      .contains(sync.status().state()));
      assertThat(sync.status().message()).contains(said);
      assertThat(pair.rowsOnSource(ALL)).as("nothing was written").isEqualTo(before);
    }
  }

  private static void heal(Sync sync) throws Exception {
    sync.readAnew();
    sync.doubt(
        IntStream.rangeClosed(1, 1_000)
            .mapToObj(id -> new TableKey("item", RowKey.of(String.valueOf(id))))
            .toList());
  }

  private static Map<Side, String> fingerprint(Pair pair) throws Exception {
    try (Connection connection = pair.source.connect(Use.READ)) {
      return Map.of(
          Side.SOURCE, pair.source.catalog().fingerprint(connection, pair.sourceSide.views()));
    }
  }

  private static void awaitState(Sync sync, SyncStatus.State state) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(sync.status().state()).as(sync.status().toString()).isEqualTo(state));
  }

  private static void assertEqual(Pair pair, Sync sync) throws Exception {
    assertThat(sync.awaitEqual(LONG)).as(sync.status().toString()).isTrue();
    assertThat(pair.rowsOnTarget(ALL)).isEqualTo(pair.rowsOnSource(ALL));
  }
}
