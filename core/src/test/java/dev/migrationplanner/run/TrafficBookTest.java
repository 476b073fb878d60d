package dev.migrationplanner.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrafficBookTest {

  private final TrafficBook book = new TrafficBook();

  /** Guarantee 6: a shadow read that failed has compared nothing. */
  @Test
  void guarantee_6_shadow_reads_that_failed_are_missing_from_the_sample_as_those_not_made() {
    take(1, Map.of("shadowReads", 900L, "shadowErrors", 60L, "shadowDropped", 40L));
    assertThat(book.fairShadowReads(0.05).reads()).isEqualTo(900);
    assertThat(book.fairShadowReads(0.05).skipped()).isEqualTo(100);
  }

  @Test
  void guarantee_6_rows_that_found_no_room_in_a_report_are_counted_until_it_begins_anew() {
    take(1, Map.of("keysDropped", 3L));
    take(2, Map.of("keysDropped", 4L));
    assertThat(book.count("keysDropped")).isEqualTo(7);
    book.begin();
    assertThat(book.count("keysDropped")).isZero();
  }

  private void take(long sequence, Map<String, Long> counts) {
    assertThat(
            book.take(
                new ApplicationReport("one", sequence, counts, Map.of(), Map.of(), List.of(), 0)))
        .isTrue();
  }
}
