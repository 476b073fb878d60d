package dev.migrationplanner.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ChunkSizeTest {

  private static final Duration FAST = Duration.ofMillis(20);
  private static final Duration SLOW = Duration.ofSeconds(60);

  @Test
  void a_slow_table_gets_smaller_chunks_by_half_at_a_time_and_never_none() {
    var size = new ChunkSize(1_000, 1_000, 1 << 20);
    size.learn(1_000, 1_000, SLOW);
    assertThat(size.rows()).isEqualTo(500);
    for (int i = 0; i < 20; i++) {
      size.learn(size.rows(), 1_000, SLOW);
    }
    assertThat(size.rows()).isEqualTo(10);
  }

  @Test
  void rows_that_weigh_more_than_the_catalogue_said_make_smaller_chunks() {
    var size = new ChunkSize(1_000, 1_000, 1 << 20);
    size.learn(1_000, 4 << 20, FAST);
    assertThat(size.rows()).isEqualTo(500);
  }

  @Test
  void a_fast_table_grows_back_to_the_limit_and_no_further() {
    var size = new ChunkSize(100, 1_000, 1 << 20);
    for (int i = 0; i < 10; i++) {
      size.learn(size.rows(), 1_000, FAST);
    }
    assertThat(size.rows()).isEqualTo(1_000);
  }

  @Test
  void a_last_chunk_of_a_few_rows_teaches_nothing() {
    var size = new ChunkSize(1_000, 10_000, 1 << 20);
    size.learn(3, 100, FAST);
    assertThat(size.rows()).isEqualTo(1_000);
  }
}
