package dev.migrationplanner.gate;

import java.util.List;

/** Rehearsed, or waived by a recorded decision: either one is enough, neither is a doubt. */
record RehearsalGate() implements Gate {

  private static final Observation NONE = new Observation(0, "", "");

  @Override
  public String id() {
    return "rehearsal";
  }

  @Override
  public int phase() {
    return 0;
  }

  @Override
  public String condition() {
    return "a rehearsal of this very plan passed, or a recorded decision waives it (who, why)";
  }

  @Override
  public List<Measure> needs() {
    return List.of(Measure.REHEARSAL_PASSED);
  }

  @Override
  public Verdict judge(Evidence evidence) {
    if (evidence.value(Measure.REHEARSAL_WAIVED).orElse(0.0) >= 1) {
      return Verdict.pass("the rehearsal is waived by a recorded decision");
    }
    return evidence
        .value(Measure.REHEARSAL_PASSED)
        .map(
            p ->
                p >= 1
                    ? Verdict.pass(
                        "rehearsed "
                            + evidence
                                .observations()
                                .getOrDefault(Measure.REHEARSAL_PASSED, NONE)
                                .how())
                    : Verdict.fail("the rehearsal failed"))
        .orElse(Verdict.inconclusive("this plan was not rehearsed, and nobody waived it"));
  }
}
