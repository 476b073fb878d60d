package dev.migrationplanner.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.gate.FairStretch.Sample;
import org.junit.jupiter.api.Test;

/** Guarantee 8: a sample that left out the hard reads proves nothing, and says so. */
class FairStretchTest {

  private final FairStretch stretch = new FairStretch();

  @Test
  void aBurstOfSkippedReadsSpoilsOnlyTheSampleThatHoldsIt() {
    stretch.add(1_000, 0);
    stretch.add(500, 8_921);
    for (int i = 0; i < 40; i++) {
      stretch.add(1_000, 0);
    }

    assertThat(stretch.longest(0.01)).isEqualTo(new Sample(40_000, 0));
  }

  @Test
  void oldReadsCountAgainOnceTheWholeIsFair() {
    stretch.add(10, 0);
    stretch.add(90, 2);
    stretch.add(100, 0);
    assertThat(stretch.longest(0.01)).isEqualTo(new Sample(200, 2));
  }

  @Test
  void whereTheNewestReadsAreSkippedNothingIsFair() {
    stretch.add(100, 0);
    stretch.add(0, 50);

    assertThat(stretch.longest(0.01)).isEqualTo(new Sample(100, 50));
    assertThat(stretch.longest(0.01).fair(0.01)).isFalse();
  }

  @Test
  void aLongPhaseIsKeptInBoundedRoomAndInTotalExactly() {
    for (int i = 0; i < 1_000_000; i++) {
      stretch.add(3, 0);
    }
    assertThat(stretch.longest(0.01)).isEqualTo(new Sample(3_000_000, 0));
  }

  @Test
  void nothingReportedIsNothingRead() {
    assertThat(stretch.longest(0.01)).isEqualTo(Sample.NONE);
  }
}
