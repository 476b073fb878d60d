package dev.migrationplanner.gate;

import java.util.List;

/**
 * A backup of the target was restored, on record, or a recorded decision does without: before the
 * target becomes the authority, and again of what it holds since.
 */
record RestoreGate(int phase, boolean sinceTheFlip) implements Gate {

  @Override
  public String id() {
    return "restore";
  }

  @Override
  public String condition() {
    return "a restore of the target's backup"
        + (sinceTheFlip ? ", made since the flip," : "")
        + " is on record, or a recorded decision does without (who, why)";
  }

  @Override
  public List<Measure> needs() {
    return List.of(Measure.RESTORED);
  }

  @Override
  public Verdict judge(Evidence evidence) {
    if (evidence.value(Measure.RESTORE_WAIVED).orElse(0.0) >= 1) {
      return Verdict.pass(
          "done without, by a recorded decision " + how(evidence, Measure.RESTORE_WAIVED));
    }
    return evidence.value(Measure.RESTORED).orElse(0.0) >= 1
        ? Verdict.pass("restored " + how(evidence, Measure.RESTORED))
        : Verdict.inconclusive(
            "no restore of the target's backup"
                + (sinceTheFlip ? " since the flip" : "")
                + " is on record: restore one on a spare server, then migration-planner decide"
                + " restore proved --who <name> --why <which backup, where, what was compared>");
  }

  private static String how(Evidence evidence, Measure measure) {
    Observation seen = evidence.observations().get(measure);
    return seen == null ? "" : seen.how();
  }
}
