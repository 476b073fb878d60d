package dev.migrationplanner.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.database.ChunkDigest;
import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.PairedTables;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import dev.migrationplanner.verify.ChunkStore.KnownChunk;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChunkFileTest {

  private static final KnownChunk FIRST = chunk(null, RowKey.of("a\u001f\"", "b\\\n"), "-7");
  private static final KnownChunk SECOND =
      chunk(FIRST.range().upTo(), RowKey.of("c", ""), "18446744073709551617");

  private static final List<MappedTable> TABLES = List.of(keyed("t"), keyed("u"));

  @TempDir private Path folder;

  @Test
  void what_was_found_equal_is_known_after_a_restart_and_forgotten_by_a_new_comparison()
      throws Exception {
    Path path = folder.resolve("compared.jsonl");
    try (var file = new ChunkFile(path, false, TABLES)) {
      save(file, "t", FIRST);
      save(file, "t", SECOND);
      save(file, "u", FIRST);
    }
    try (var file = new ChunkFile(path, true, TABLES)) {
      assertThat(file.load("t")).containsExactly(FIRST, SECOND);
      assertThat(file.load("u")).containsExactly(FIRST);
      assertThat(file.rowsKnown()).isEqualTo(30);
    }
    try (var file = new ChunkFile(path, false, TABLES)) {
      assertThat(file.load("t")).isEmpty();
    }
  }

  @Test
  void a_line_cut_off_at_any_byte_by_a_crash_does_not_count() throws Exception {
    Path path = folder.resolve("compared.jsonl");
    try (var file = new ChunkFile(path, false, TABLES)) {
      save(file, "t", FIRST);
      save(file, "t", SECOND);
    }
    byte[] whole = Files.readAllBytes(path);
    int firstLine = new String(whole, java.nio.charset.StandardCharsets.UTF_8).indexOf('\n') + 1;
    for (int length = firstLine; length < whole.length - 1; length++) {
      Files.write(
          path, java.util.Arrays.copyOf(whole, length), StandardOpenOption.TRUNCATE_EXISTING);
      try (var file = new ChunkFile(path, true, TABLES)) {
        assertThat(file.load("t")).as("cut at " + length).containsExactly(FIRST);
      }
    }
  }

  /** Guarantee 6: what is lost may have said that a chunk was touched. */
  @Test
  void a_line_damaged_before_the_last_takes_everything_with_it() throws Exception {
    Path path = folder.resolve("compared.jsonl");
    try (var file = new ChunkFile(path, false, TABLES)) {
      save(file, "t", FIRST);
      save(file, "t", SECOND);
      file.touched(Map.of("t", List.of(RowKey.of("x", "y"))));
    }
    List<String> lines = Files.readAllLines(path);
    assertThat(lines).hasSize(4);
    lines.set(2, lines.get(2).substring(1));
    Files.write(path, lines);
    try (var file = new ChunkFile(path, true, TABLES)) {
      assertThat(file.load("t")).isEmpty();
    }
  }

  private static KnownChunk chunk(
      @org.jspecify.annotations.Nullable RowKey after, RowKey upTo, String sum) {
    return new KnownChunk(
        new KeyRange(after, upTo),
        new ChunkDigest(10, new BigInteger(sum)),
        "2026-11-23T18:00:00Z",
        false);
  }

  private static void save(ChunkFile file, String table, KnownChunk chunk) {
    try (ChunkStore.Watch watch = file.watch(table)) {
      file.save(table, chunk, watch);
    }
  }

  private static MappedTable keyed(String name) {
    var type = new SqlType.TextType(false, 9, PairedTables.LOOSE);
    var columns =
        List.of(
            new ColumnView(PairedTables.column("a", type, "varchar(9)!"), type),
            new ColumnView(PairedTables.column("b", type, "varchar(9)!"), type));
    var table =
        new Table(
            name,
            columns.stream().map(ColumnView::column).toList(),
            new Key("PRIMARY", List.of("a", "b")),
            List.of(),
            List.of(),
            List.of(),
            "InnoDB",
            "");
    var view = new TableView(table, columns, List.of(0, 1));
    return new MappedTable(view, view);
  }

  @Test
  void a_pace_holds_a_table_to_its_rows_a_second_and_forgives_what_came_before() throws Exception {
    var pace = new Pace(1_000);
    long begun = System.nanoTime();
    pace.beforeChunk(1_000_000);
    pace.beforeChunk(1_000_100);
    pace.beforeChunk(1_000_300);
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(290_000_000L);
  }
}
