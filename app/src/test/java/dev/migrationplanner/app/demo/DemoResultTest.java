package dev.migrationplanner.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.app.http.Statuses;
import dev.migrationplanner.ledger.Judgement;
import dev.migrationplanner.run.Status;
import dev.migrationplanner.run.Status.Activity;
import dev.migrationplanner.shop.Counts;
import dev.migrationplanner.shop.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoResultTest {
  private static final Judgement CLEAN = judgement(0, 0, 0);

  @Test
  void aJourneyThroughOpenGatesThatIsJudgedCleanIsCompleted() {
    DemoResult result = result(allPhases(), 0, CLEAN, CLEAN);
    assertThat(result.message()).isEmpty();
    assertThat(result.completed()).isTrue();
    assertThat(result.comparedRows()).isEqualTo(2_000);
    assertThat(result.seconds()).isEqualTo(90);
    assertThat(result.writesPerSecond()).isEqualTo(100);
  }

  @Test
  void oneLostDuplicatedOrResurrectedRowAtAnyBarrierIsNoCompletion() {
    assertThat(result(allPhases(), 0, judgement(1, 0, 0), CLEAN).completed()).isFalse();
    assertThat(result(allPhases(), 0, CLEAN, judgement(0, 1, 0)).completed()).isFalse();
    assertThat(result(allPhases(), 0, CLEAN, judgement(0, 0, 1)).resurrectedRows()).isEqualTo(1);
  }

  @Test
  void aJourneyThatNobodyJudgedIsNoCompletion() {
    assertThat(result(allPhases(), 0).completed()).isFalse();
  }

  @Test
  void moreThanOneUnknownWriteInAThousandIsNoCompletion() {
    assertThat(result(allPhases(), 6, CLEAN).completed()).isTrue();
    assertThat(result(allPhases(), 7, CLEAN).completed()).isFalse();
  }

  @Test
  void aPhaseThatWasNotLeftThroughItsGateIsNoCompletion() {
    Logbook logbook = allPhases();
    logbook.left(Statuses.inPhase(4, Activity.WORKING, "INCONCLUSIVE"));
    assertThat(result(logbook, 0, CLEAN).completed()).isFalse();
    Logbook short1 = new Logbook();
    short1.left(Statuses.inPhase(0, Activity.WAITING, "PASS"));
    assertThat(result(short1, 0, CLEAN).message()).contains("Not every phase");
  }

  @Test
  void aRollbackKeepsWhatWasJudgedRightAfterIt() {
    Logbook logbook = allPhases();
    logbook.rolledBack(3, Duration.ofMillis(1_250), judgement(2, 0, 0));
    assertThat(logbook.rollbacks().get(0).lostWrites()).isEqualTo(2);
    assertThat(logbook.rollbacks().get(0).seconds()).isEqualTo(1.25);
  }

  private static Logbook allPhases() {
    Logbook logbook = new Logbook();
    for (int phase = 0; phase <= 5; phase++) {
      logbook.left(Statuses.inPhase(phase, Activity.WAITING, "PASS"));
    }
    Status end = Statuses.inPhase(6, Activity.COMPLETED, "PASS");
    logbook.left(end);
    return logbook;
  }

  private static DemoResult result(Logbook logbook, long unknown, Judgement... judgements) {
    Counts counts =
        new Counts(Map.of(Kind.INSERT, 4_000L, Kind.UPDATE, 2_000L), 0, unknown, 9_000, 0, 0);
    return DemoResult.of(
        logbook,
        counts,
        List.of(judgements),
        Duration.ofSeconds(90),
        Duration.ofSeconds(60),
        Map.of(),
        "");
  }

  private static Judgement judgement(long lost, long duplicated, long resurrected) {
    return new Judgement(lost, duplicated, resurrected, 0, 0, 6_000, 0, 1_000, List.of());
  }
}
