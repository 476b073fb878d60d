package dev.migrationplanner.verify;

import static dev.migrationplanner.database.PairedTables.column;
import static dev.migrationplanner.database.PairedTables.varchar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.database.PairedTables;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.SqlType.IntegerType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a first full comparison, only chunks touched since are compared again. */
final class TouchedChunksTest {

  private static final Column NAME = column("s", varchar(40), "varchar(40)");

  @TempDir private Path folder;
  private PairedTables tables;
  private ChunkFile chunks;

  /** 300 rows in six chunks of 50. */
  @BeforeEach
  void create() throws Exception {
    tables =
        PairedTables.create(List.of(column("id", new IntegerType(32, false), "int!"), NAME), 1);
    tables.onSource("INSERT INTO t SELECT seq, concat('name ', seq) FROM seq_1_to_300");
    tables.onTarget("INSERT INTO t SELECT i, 'name ' || i FROM generate_series(1, 300) i");
    open(false);
  }

  @AfterEach
  void close() throws Exception {
    chunks.close();
    tables.close();
  }

  @Test
  void a_corruption_in_a_touched_chunk_is_found_and_one_in_an_untouched_chunk_is_not()
      throws Exception {
    TableResult first = compare();
    assertThat(first.equal()).isTrue();
    assertThat(first.earlier()).isEqualTo(TableResult.Earlier.NONE);

    tables.onTarget("UPDATE t SET s = 'rotten' WHERE id IN (60, 210)");
    touch("222");
    TableResult second = compare();

    assertThat(second.differences()).extracting(Difference::key).containsExactly(RowKey.of("210"));
    assertThat(second.earlier().rows()).isEqualTo(250);
    assertThat(second.earlier().chunks()).isEqualTo(5);
    assertThat(second.statement())
        .contains(
            "250 of them, in 5 chunks last compared in full between "
                + second.earlier().oldest()
                + " and "
                + second.earlier().newest()
                + ", were found equal before, and nothing has touched their chunks since");

    chunks.forget();
    assertThat(compare().differences())
        .extracting(Difference::key)
        .containsExactlyInAnyOrder(RowKey.of("210"), RowKey.of("60"));
  }

  @Test
  void a_chunk_that_was_not_equal_stays_due_until_it_is_equal() throws Exception {
    tables.onTarget("DELETE FROM t WHERE id = 60");
    assertThat(compare().differencesTotal()).isEqualTo(1);
    assertThat(compare().differencesTotal()).isEqualTo(1);
    tables.onTarget("INSERT INTO t VALUES (60, 'name 60')");
    TableResult mended = compare();
    assertThat(mended.equal()).isTrue();
    assertThat(mended.earlier().rows()).isEqualTo(250);
    assertThat(compare().earlier().rows()).isEqualTo(300);
  }

  @Test
  void rows_beyond_the_last_chunk_are_compared_though_nobody_touched_them() throws Exception {
    compare();
    tables.onSource("INSERT INTO t VALUES (301, 'new')");
    TableResult result = compare();
    assertThat(result.differences()).extracting(Difference::key).containsExactly(RowKey.of("301"));
    assertThat(result.rowsSource()).isEqualTo(301);
  }

  /** Guarantee 6: a key that is written while its chunk is compared was perhaps not seen. */
  @Test
  void a_chunk_touched_while_it_is_compared_is_compared_again() throws Exception {
    Views still = views();
    Views busy =
        table -> {
          touch("60");
          return still.open(table);
        };
    new Comparison(busy, options()).full(tables.mapped());
    tables.onTarget("UPDATE t SET s = 'rotten' WHERE id = 60");
    assertThat(compare().differencesTotal()).isEqualTo(1);
  }

  /** The transaction that touched last may commit only after the chunk was looked at. */
  @Test
  void a_chunk_being_touched_when_its_comparison_begins_is_compared_again() throws Exception {
    touch("60");
    compare();
    tables.onTarget("UPDATE t SET s = 'rotten' WHERE id = 60");
    assertThat(compare().differencesTotal()).isEqualTo(1);
  }

  @Test
  void what_was_touched_is_known_after_a_kill() throws Exception {
    compare();
    touch("60");
    tables.onTarget("UPDATE t SET s = 'rotten' WHERE id IN (60, 210)");
    open(true);
    assertThat(compare().differences())
        .extracting(Difference::key)
        .containsExactly(RowKey.of("60"));
  }

  @Test
  void more_keys_than_a_comparison_can_watch_make_it_due_again() throws Exception {
    Views still = views();
    Views busy =
        table -> {
          for (int key = 1_000; key < 12_000; key++) {
            touch(String.valueOf(key));
          }
          return still.open(table);
        };
    new Comparison(busy, options()).full(tables.mapped());
    assertThat(chunks.rowsKnown()).isZero();
  }

  @Test
  void a_table_whose_keys_have_no_common_order_is_touched_as_a_whole() throws Exception {
    try (PairedTables named =
            PairedTables.create(List.of(column("k", varchar(9), "varchar(9)!")), 1);
        var file = new ChunkFile(folder.resolve("named"), false, List.of(named.mapped()))) {
      named.insertBoth("'a'");
      named.insertBoth("'B'");
      var comparison =
          new Comparison(views(named), CompareOptions.DEFAULTS.limits(1, 1, 2, 10).with(file));
      assertThat(comparison.full(named.mapped()).equal()).isTrue();
      named.onTarget("UPDATE t SET k = 'c' WHERE k = 'a'");
      assertThat(comparison.full(named.mapped()).earlier().rows()).isEqualTo(2);
      file.touched(Map.of("t", List.of(RowKey.of("B"))));
      assertThat(comparison.full(named.mapped()).differencesTotal()).isEqualTo(2);
    }
  }

  private void open(boolean goOn) throws IOException {
    if (goOn) {
      chunks.close();
    }
    chunks = new ChunkFile(folder.resolve("chunks.jsonl"), goOn, List.of(tables.mapped()));
    chunks.watchful();
  }

  private void touch(String key) {
    try {
      chunks.touched(Map.of("t", List.of(RowKey.of(key))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TableResult compare() throws Exception {
    // Whatever touched last has committed long ago.
    TableResult result = new Comparison(views(), options()).full(tables.mapped());
    chunks.touched(Map.of());
    return result;
  }

  private CompareOptions options() {
    return CompareOptions.DEFAULTS.limits(50, 5, 40, 20).with(chunks);
  }

  private Views views() {
    return views(tables);
  }

  private static Views views(PairedTables tables) {
    return Views.of(
        new Views.Reading(tables.sourceDigests(), tables.source(), "s"),
        new Views.Reading(tables.targetDigests(), tables.target(), "t"));
  }
}
