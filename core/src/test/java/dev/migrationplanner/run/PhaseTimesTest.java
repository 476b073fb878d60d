package dev.migrationplanner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.run.PhaseTimes.Moment;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhaseTimesTest {

  private static Moment at(int second, Phase phase, String what) {
    return new Moment(Instant.ofEpochSecond(second), phase, what);
  }

  @Test
  void severalGoesAreAddedAndWaitingForACommandIsNotTheToolsTime() {
    var moments =
        List.of(
            at(0, Phase.PREPARE, "start"),
            at(5, Phase.PREPARE, PhaseTimes.GATES_OPEN),
            at(100, Phase.DUAL_WRITE, "enter Dual write"),
            at(130, Phase.PREPARE, "rollback"),
            at(140, Phase.DUAL_WRITE, "enter Dual write"),
            at(150, Phase.DUAL_WRITE, PhaseTimes.GATES_OPEN),
            at(155, Phase.DUAL_WRITE, PhaseTimes.GATES_OPEN));
    assertThat(PhaseTimes.of(moments, Instant.ofEpochSecond(200)))
        .containsExactly(new Status.PhaseTime(0, 110, 15), new Status.PhaseTime(1, 90, 40));
  }

  @Test
  void timeStandsStillOnceTheMigrationIsOver() {
    var moments =
        List.of(
            at(0, Phase.DECOMMISSION, "enter Decommission"),
            at(9, Phase.DECOMMISSION, PhaseTimes.COMPLETED));
    assertThat(PhaseTimes.of(moments, Instant.ofEpochSecond(5_000)))
        .containsExactly(new Status.PhaseTime(6, 9, 9));
  }
}
