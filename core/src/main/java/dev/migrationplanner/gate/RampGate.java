package dev.migrationplanner.gate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges one step of the ramp; look as often as you like. It only judges: what follows from the
 * verdict is somebody else's. One object a step, not thread-safe.
 */
public final class RampGate {

  /** Share beyond the latency bound that p95 allows. */
  private static final double SLOW_BUDGET = 0.05;

  /** Evidence wanted that the new side is not twice as bad. */
  private static final double SAME_WANTED = 20;

  private static final int METRICS = 2;

  private final GateSettings settings;
  private final boolean baseline;
  private RampState state = RampState.START;

  /**
   * A step.
   *
   * @param baseline whether some requests still go to the old side (not at 100 %)
   */
  public RampGate(GateSettings settings, boolean baseline) {
    this.settings = settings;
    this.baseline = baseline;
  }

  /** Takes in what came since the last look: the baseline's counts and the new side's. */
  public void look(ArmCount old, ArmCount fresh) {
    state = state.with(old, fresh);
  }

  /** The verdict now; the reason begins with a code where it is inconclusive. */
  public Verdict judge(RampSignals signals) {
    List<String> failures = failures(signals);
    if (!failures.isEmpty()) {
      return Verdict.fail(String.join("; ", failures));
    }
    String doubt = doubt(signals);
    if (!doubt.isEmpty()) {
      return Verdict.inconclusive(doubt);
    }
    List<String> missing = missing(signals.held());
    return missing.isEmpty()
        ? Verdict.pass(summary())
        : Verdict.inconclusive(
            "TOO_FEW_SAMPLES: " + String.join("; ", missing) + " (" + summary() + ")");
  }

  /** At this rate of requests to the new side: the least time until a healthy step passes. */
  public Duration timeToVerdict(double requestsPerSecond) {
    if (requestsPerSecond <= 0) {
      return Duration.ofSeconds(Long.MAX_VALUE);
    }
    long needed =
        Math.max(
            settings.leastSamples(),
            RateBound.needed(0, settings.errorBudget(), settings.confidence()));
    Duration sampling = Duration.ofMillis((long) Math.ceil(1000 * needed / requestsPerSecond));
    return sampling.compareTo(settings.holdPerStep()) > 0 ? sampling : settings.holdPerStep();
  }

  private List<String> failures(RampSignals signals) {
    var failures = new ArrayList<String>();
    if (signals.mismatches() > 0) {
      failures.add(signals.mismatches() + " confirmed mismatch(es)");
    }
    if (signals.pendingGrows()) {
      failures.add("the keys that wait for the sync grow without end");
    }
    metric(failures, "errors", state.errors(), state.newTotal().errors(), settings.errorBudget());
    metric(failures, "slow reads", state.slow(), state.newTotal().slow(), SLOW_BUDGET);
    return failures;
  }

  private void metric(
      List<String> failures, String name, SequentialTest test, long bad, double budget) {
    double worse = test.worse();
    if (worse >= METRICS / settings.falseAlarms()) {
      failures.add(
          "more "
              + name
              + " on the new side than on the old ("
              + summary()
              + ", e="
              + (long) worse
              + ")");
    } else if (!baseline && over(bad, state.newTotal().requests(), budget)) {
      failures.add(
          name + " are beyond their budget of " + GateText.percent(budget) + ": " + summary());
    }
  }

  private String doubt(RampSignals signals) {
    if (signals.sourceSilent()) {
      return "SOURCE_DOWN: whoever counts requests has not reported in time";
    }
    if (signals.contradicted()) {
      return "CONTRADICTION: proxy and library count differently";
    }
    if (state.lastLook() == RampState.LastLook.COUNTER_RESET) {
      return "COUNTER_RESET: a counter went back; its last counts were left out";
    }
    if (state.newTotal().requests() == 0) {
      return "NO_TRAFFIC: no request went to the new side";
    }
    return baseline ? baselineDoubt() : "";
  }

  private String baselineDoubt() {
    ArmCount old = state.oldTotal();
    if (old.requests() == 0) {
      return "NO_TRAFFIC: no request of the baseline went to the old side";
    }
    boolean unhealthy =
        over(old.errors(), old.requests(), settings.errorBudget())
            || over(old.slow(), old.requests(), SLOW_BUDGET);
    return unhealthy ? "BASELINE_UNHEALTHY: the old side itself is in trouble: " + summary() : "";
  }

  private List<String> missing(Duration held) {
    var missing = new ArrayList<String>();
    if (held.compareTo(settings.holdPerStep()) < 0) {
      missing.add(GateText.text(held) + " of " + GateText.text(settings.holdPerStep()) + " held");
    }
    ArmCount fresh = state.newTotal();
    if (fresh.requests() < settings.leastSamples()) {
      missing.add(fresh.requests() + " of " + settings.leastSamples() + " reads on the new side");
    }
    if (!same(state.errors()) && !under(fresh.errors(), fresh.requests(), settings.errorBudget())) {
      missing.add("its error rate is not proved to be within bounds yet");
    }
    if (!under(fresh.slow(), fresh.requests(), SLOW_BUDGET)) {
      missing.add("its p95 is not proved to be within bounds yet");
    }
    return missing;
  }

  private boolean same(SequentialTest test) {
    return baseline && test.same() >= SAME_WANTED;
  }

  private boolean under(long bad, long n, double limit) {
    return n > 0 && RateBound.upper(bad, n, settings.confidence()) <= limit;
  }

  private boolean over(long bad, long n, double limit) {
    return n > 0 && RateBound.lower(bad, n, settings.confidence()) > limit;
  }

  private String summary() {
    ArmCount old = state.oldTotal();
    ArmCount fresh = state.newTotal();
    return "new: " + arm(fresh) + (baseline ? ", old: " + arm(old) : "");
  }

  private String arm(ArmCount arm) {
    return arm.errors() + " errors and " + arm.slow() + " slow of " + arm.requests();
  }
}
