package dev.migrationplanner.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.sync.Pair;
import org.junit.jupiter.api.Test;

/** Rows that come from the source in several packets. */
final class LargeRowTest {

  @Test
  void rows_around_the_size_of_a_packet_and_far_beyond_arrive_whole() throws Exception {
    String sizes = "elt(seq, 16777210, 16777215, 16777216, 33554430, 40000000)";
    try (Pair pair =
        new Pair(
            "CREATE TABLE t (id INT PRIMARY KEY, content LONGBLOB)",
            "INSERT INTO t SELECT seq, left(repeat(unhex(sha2(seq, 512)), 700000), "
                + sizes
                + ") FROM seq_1_to_5")) {
      assertThat(pair.copy()).isTrue();
      String query = "SELECT id, length(content), md5(content) FROM t ORDER BY id";
      assertThat(pair.rowsOnTarget(query)).isEqualTo(pair.rowsOnSource(query)).hasSize(5);
    }
  }
}
