package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CatchUpTest {

  @Test
  void withEvenWritesItIsTheBacklogOverWhatIsLeft() {
    var even = new CatchUp(500, hour -> 1, 1_000);
    assertThat(even.seconds(3_600, 0)).isCloseTo(3_600, within(61.0));
    assertThat(even.loadMean()).isEqualTo(0.5);
  }

  @Test
  void theDaysProfileIsIntegratedAndNotAveraged() {
    var day = new CatchUp(5_000, hour -> 1 + 0.8 * Math.sin(hour * Math.PI / 12), 8_000);
    double averaged = 6 * 3_600 * 5_000 / (8_000.0 - 5_000);
    double integrated = day.seconds(6 * 3_600, 0);
    assertThat(averaged).isCloseTo(36_000, within(1.0));
    assertThat(integrated).isGreaterThan(averaged);
    assertThat(day.loadPeak()).isGreaterThan(1);
    assertThat(day.seconds(6 * 3_600, day.bestHour(6 * 3_600)))
        .isLessThan(day.seconds(6 * 3_600, day.worstHour(6 * 3_600)));
  }

  @Test
  void whatNeverConvergesIsInfinite() {
    assertThat(new CatchUp(1_000, hour -> 1, 1_000).seconds(60, 0)).isInfinite();
  }
}
