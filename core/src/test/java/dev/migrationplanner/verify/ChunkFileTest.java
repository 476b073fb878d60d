package dev.migrationplanner.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.database.ChunkDigest;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.verify.ChunkStore.EqualChunk;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChunkFileTest {

  private static final EqualChunk FIRST = chunk(null, RowKey.of("a\u001f\"", "b\\\n"), "-7");
  private static final EqualChunk SECOND =
      chunk(FIRST.range().upTo(), RowKey.of("c", ""), "18446744073709551617");

  @TempDir private Path folder;

  @Test
  void what_was_found_equal_is_known_after_a_restart_and_forgotten_by_a_new_comparison()
      throws Exception {
    Path path = folder.resolve("compared.jsonl");
    try (var file = new ChunkFile(path, false)) {
      file.save("t", FIRST);
      file.save("t", SECOND);
      file.save("u", FIRST);
    }
    try (var file = new ChunkFile(path, true)) {
      assertThat(file.load("t")).containsExactly(FIRST, SECOND);
      assertThat(file.load("u")).containsExactly(FIRST);
      assertThat(file.rowsKnown()).isEqualTo(30);
    }
    try (var file = new ChunkFile(path, false)) {
      assertThat(file.load("t")).isEmpty();
    }
  }

  @Test
  void a_line_cut_off_at_any_byte_by_a_crash_does_not_count() throws Exception {
    Path path = folder.resolve("compared.jsonl");
    try (var file = new ChunkFile(path, false)) {
      file.save("t", FIRST);
      file.save("t", SECOND);
    }
    byte[] whole = Files.readAllBytes(path);
    int firstLine = new String(whole, java.nio.charset.StandardCharsets.UTF_8).indexOf('\n') + 1;
    for (int length = firstLine; length < whole.length - 1; length++) {
      Files.write(
          path, java.util.Arrays.copyOf(whole, length), StandardOpenOption.TRUNCATE_EXISTING);
      try (var file = new ChunkFile(path, true)) {
        assertThat(file.load("t")).as("cut at " + length).containsExactly(FIRST);
      }
    }
  }

  private static EqualChunk chunk(
      @org.jspecify.annotations.Nullable RowKey after, RowKey upTo, String sum) {
    return new EqualChunk(new KeyRange(after, upTo), new ChunkDigest(10, new BigInteger(sum)));
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
