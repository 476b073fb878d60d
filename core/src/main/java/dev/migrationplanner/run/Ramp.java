package dev.migrationplanner.run;

import dev.migrationplanner.client.State;
import dev.migrationplanner.gate.ArmCount;
import dev.migrationplanner.gate.GateSettings;
import dev.migrationplanner.gate.RampGate;
import dev.migrationplanner.gate.RampSignals;
import dev.migrationplanner.gate.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The ramp's step at hand: what came in since it began, and the verdict. Owned by the migration's
 * loop.
 */
final class Ramp {

  private static final Duration SILENCE_MAX = Duration.ofSeconds(15);

  private final GateSettings settings;
  private final List<Integer> shares;
  private final TrafficBook traffic;
  private RampGate gate;
  private ArmCount oldSeen = ArmCount.NONE;
  private ArmCount newSeen = ArmCount.NONE;
  private long begunNanos = System.nanoTime();
  private Verdict verdict = Verdict.inconclusive("reads are at 0 %");

  Ramp(GateSettings settings, List<Integer> shares, TrafficBook traffic) {
    this.settings = settings;
    this.shares = shares;
    this.traffic = traffic;
    this.gate = new RampGate(settings, true);
  }

  /** A step begins: counts start from now. */
  void begin(int step) {
    gate = new RampGate(settings, shares.get(step) < State.SLOTS);
    oldSeen = arm("old");
    newSeen = arm("new");
    begunNanos = System.nanoTime();
    verdict = Verdict.inconclusive("the step has just begun");
  }

  /** Takes in what came since the last look, and judges. */
  Verdict look(long mismatches, boolean pendingGrows) {
    ArmCount old = arm("old");
    ArmCount fresh = arm("new");
    gate.look(since(oldSeen, old), since(newSeen, fresh));
    oldSeen = old;
    newSeen = fresh;
    Duration held = Duration.ofNanos(System.nanoTime() - begunNanos);
    verdict =
        gate.judge(
            new RampSignals(held, mismatches, pendingGrows, traffic.silentFor(SILENCE_MAX), false));
    return verdict;
  }

  Verdict verdict() {
    return verdict;
  }

  boolean last(int step) {
    return step == shares.size() - 1;
  }

  int share(int step) {
    return shares.get(step);
  }

  /** All steps for the page. */
  List<Status.RampStep> steps(int at, boolean passed) {
    var steps = new ArrayList<Status.RampStep>();
    for (int i = 0; i < shares.size(); i++) {
      String state = i < at || (i == at && passed) ? "PASSED" : i == at ? "HOLDING" : "AHEAD";
      steps.add(new Status.RampStep(shares.get(i), state));
    }
    return steps;
  }

  private ArmCount arm(String name) {
    return traffic.arm(name, settings.readP95MaxMillis());
  }

  private static ArmCount since(ArmCount before, ArmCount now) {
    return new ArmCount(
        now.requests() - before.requests(),
        now.errors() - before.errors(),
        now.slow() - before.slow());
  }
}
