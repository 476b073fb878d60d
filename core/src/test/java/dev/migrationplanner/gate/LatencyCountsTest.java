package dev.migrationplanner.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyCountsTest {

  private static final List<Integer> CUTS = List.of(10, 100, 500);

  @Test
  void aQuantileIsTheCutPointThatSurelyHoldsIt() {
    var counts = new LatencyCounts(CUTS, List.of(90L, 5L, 4L, 1L));
    assertThat(counts.quantile(0.5)).isEqualTo(10);
    assertThat(counts.quantile(0.95)).isEqualTo(100);
    assertThat(counts.quantile(0.951)).isEqualTo(500);
    assertThat(counts.quantile(0.999)).isInfinite();
  }

  @Test
  void slowRequestsAreNeverCountedTooFew() {
    var counts = new LatencyCounts(CUTS, List.of(90L, 5L, 4L, 1L));
    assertThat(counts.slowerThan(500)).isEqualTo(1);
    assertThat(counts.slowerThan(499)).isEqualTo(5);
    assertThat(counts.slowerThan(0)).isEqualTo(100);
  }

  @Test
  void noRequestsHaveNoQuantile() {
    assertThat(new LatencyCounts(CUTS, List.of(0L, 0L, 0L, 0L)).quantile(0.95)).isEqualTo(-1);
    assertThatThrownBy(() -> new LatencyCounts(CUTS, List.of(1L)))
        .hasMessageContaining("do not fit");
  }
}
