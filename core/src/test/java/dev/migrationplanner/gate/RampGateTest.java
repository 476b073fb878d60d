package dev.migrationplanner.gate;

import static dev.migrationplanner.gate.Verdict.Result.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The simulation: a step of an hour with a look each minute, 60 requests a minute on the new side
 * (1 %), the baseline of the other reads, 0.5 % errors. Seeded: it gives the same figures each
 * time.
 */
class RampGateTest {

  private static final int RUNS = 2_000;
  private static final int LOOKS = 60;
  private static final double ERRORS = 0.005;

  /** The error budget is above the usual rate here, as a team would set it. */
  private static final GateSettings SETTINGS =
      new GateSettings(
          0.95,
          0.001,
          0.001,
          1000,
          1000,
          0.0001,
          0.01,
          500,
          0.02,
          3_000,
          Duration.ofMinutes(30),
          Duration.ofHours(24),
          0.01,
          2);

  @Test
  void hardlyAnyHealthyStepFailsHoweverOftenOneLooks() {
    Outcome outcome = simulate(1, 1, 0);
    assertThat(outcome.failed()).as(outcome.toString()).isLessThanOrEqualTo(0.004);
    assertThat(outcome.passed()).as(outcome.toString()).isGreaterThan(0.95);
  }

  @Test
  void fiveTimesTheErrorsAreCaughtInMinutes() {
    Outcome outcome = simulate(1, 5, 0);
    assertThat(outcome.failed()).as(outcome.toString()).isGreaterThanOrEqualTo(0.998);
    assertThat(outcome.meanMinutesToFail()).as(outcome.toString()).isLessThan(9);
  }

  @Test
  void anIncidentOfBothArmsRollsNobodyBack() {
    Outcome outcome = simulate(20, 20, 10);
    assertThat(outcome.failed()).as(outcome.toString()).isLessThanOrEqualTo(0.004);
  }

  @Test
  void lookingAtTheSumOrAtEachPieceGivesTheSameAnswer() {
    var pieces = new RampGate(SETTINGS, true);
    for (int i = 0; i < 100; i++) {
      pieces.look(new ArmCount(100, 1, 0), new ArmCount(100, 1, 0));
    }
    var sum = new RampGate(SETTINGS, true);
    sum.look(new ArmCount(10_000, 100, 0), new ArmCount(10_000, 100, 0));
    RampSignals signals = RampSignals.quiet(Duration.ofHours(1));
    assertThat(pieces.judge(signals)).isEqualTo(sum.judge(signals));
    assertThat(sum.judge(signals).result()).isEqualTo(PASS);
  }

  @Test
  void neitherTimeNorSamplesAloneAreEnough() {
    var gate = new RampGate(SETTINGS, true);
    gate.look(new ArmCount(2_999, 0, 0), new ArmCount(2_999, 0, 0));
    assertThat(gate.judge(RampSignals.quiet(Duration.ofHours(1))).reason())
        .startsWith("TOO_FEW_SAMPLES")
        .contains("2999 of 3000");
    gate.look(new ArmCount(1, 0, 0), new ArmCount(1, 0, 0));
    assertThat(gate.judge(RampSignals.quiet(Duration.ofMinutes(29))).result())
        .isEqualTo(INCONCLUSIVE);
    assertThat(gate.judge(RampSignals.quiet(Duration.ofMinutes(30))).result()).isEqualTo(PASS);
  }

  @Test
  void missingNumbersHoldAndNeverRollBack() {
    var gate = new RampGate(SETTINGS, true);
    assertThat(gate.judge(RampSignals.quiet(Duration.ofHours(9))).reason())
        .startsWith("NO_TRAFFIC");
    gate.look(new ArmCount(0, 0, 0), new ArmCount(5_000, 0, 0));
    assertThat(gate.judge(RampSignals.quiet(Duration.ofHours(9))).reason())
        .startsWith("NO_TRAFFIC");
    gate.look(new ArmCount(5_000, 0, 0), new ArmCount(-5_000, 0, 0));
    assertThat(gate.judge(RampSignals.quiet(Duration.ofHours(9))).reason())
        .startsWith("COUNTER_RESET");
    gate.look(new ArmCount(5_000, 0, 0), new ArmCount(5_000, 0, 0));
    assertThat(gate.judge(new RampSignals(Duration.ofHours(9), 0, false, true, false)).reason())
        .startsWith("SOURCE_DOWN");
    assertThat(gate.judge(new RampSignals(Duration.ofHours(9), 0, false, false, true)).reason())
        .startsWith("CONTRADICTION");
  }

  @Test
  void aSickBaselineProvesNothing() {
    var gate = new RampGate(SETTINGS, true);
    gate.look(new ArmCount(5_000, 500, 0), new ArmCount(5_000, 500, 0));
    assertThat(gate.judge(RampSignals.quiet(Duration.ofHours(1))).reason())
        .startsWith("BASELINE_UNHEALTHY");
  }

  @Test
  void aConfirmedMismatchOrAGrowingBacklogFailsAtOnce() {
    var gate = new RampGate(SETTINGS, true);
    assertThat(gate.judge(new RampSignals(Duration.ZERO, 1, false, false, false)).result())
        .isEqualTo(FAIL);
    assertThat(gate.judge(new RampSignals(Duration.ZERO, 0, true, false, false)).result())
        .isEqualTo(FAIL);
  }

  @Test
  void slowReadsAreCaughtAsErrorsAre() {
    var gate = new RampGate(SETTINGS, true);
    gate.look(new ArmCount(5_000, 0, 20), new ArmCount(5_000, 0, 150));
    assertThat(gate.judge(RampSignals.quiet(Duration.ofHours(1))).result()).isEqualTo(FAIL);
  }

  @Test
  void withoutABaselineTheBudgetDecides() {
    assertThat(alone(10, 10).result()).isEqualTo(PASS);
    assertThat(alone(300, 10).result()).isEqualTo(FAIL);
    assertThat(alone(10, 500).result()).isEqualTo(FAIL);
    assertThat(alone(100, 10).result()).isEqualTo(INCONCLUSIVE);
  }

  @Test
  void theTimeToAVerdictIsKnownBeforeTheStepBegins() {
    var gate = new RampGate(SETTINGS, true);
    assertThat(gate.timeToVerdict(1_000)).isEqualTo(Duration.ofMinutes(30));
    assertThat(gate.timeToVerdict(1)).isEqualTo(Duration.ofSeconds(3_000));
  }

  private static Verdict alone(long errors, long slow) {
    var gate = new RampGate(SETTINGS, false);
    gate.look(ArmCount.NONE, new ArmCount(5_000, errors, slow));
    return gate.judge(RampSignals.quiet(Duration.ofHours(1)));
  }

  /**
   * Errors times a factor for the old and the new side; for some minutes only, or 0 = all the time.
   */
  private static Outcome simulate(double oldFactor, double newFactor, int minutes) {
    var random = new Random(20_260_101);
    int failed = 0;
    int passed = 0;
    double minutesToFail = 0;
    for (int run = 0; run < RUNS; run++) {
      var gate = new RampGate(SETTINGS, true);
      Verdict verdict = Verdict.inconclusive("");
      for (int look = 1; look <= LOOKS && verdict.result() == INCONCLUSIVE; look++) {
        boolean incident = minutes == 0 || look <= minutes;
        gate.look(
            arm(random, 5_940, incident ? oldFactor : 1),
            arm(random, 60, incident ? newFactor : 1));
        verdict = gate.judge(RampSignals.quiet(Duration.ofMinutes(look)));
        minutesToFail += verdict.result() == FAIL ? look : 0;
      }
      failed += verdict.result() == FAIL ? 1 : 0;
      passed += verdict.result() == PASS ? 1 : 0;
    }
    return new Outcome(
        (double) failed / RUNS, (double) passed / RUNS, minutesToFail / Math.max(1, failed));
  }

  private static ArmCount arm(Random random, int requests, double factor) {
    double p = ERRORS * factor;
    int bad = 0;
    double skip = Math.log1p(-p);
    for (double i = skips(random, skip); i < requests; i += 1 + skips(random, skip)) {
      bad++;
    }
    return new ArmCount(requests, bad, 0);
  }

  /** Good requests until the next bad one: geometric, so that a simulated minute costs little. */
  private static double skips(Random random, double logGood) {
    return Math.floor(Math.log(1 - random.nextDouble()) / logGood);
  }

  private record Outcome(double failed, double passed, double meanMinutesToFail) {}
}
