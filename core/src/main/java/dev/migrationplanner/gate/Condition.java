package dev.migrationplanner.gate;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A gate made of what it needs and a rule over those values, in that order. */
record Condition(
    String id, int phase, String condition, List<Measure> needs, Function<Seen, Verdict> rule)
    implements Gate {

  static Condition of(
      String id, int phase, String condition, Function<Seen, Verdict> rule, Measure... needs) {
    return new Condition(id, phase, condition, Arrays.asList(needs), rule);
  }

  @Override
  public Verdict judge(Evidence evidence) {
    String missing =
        needs.stream()
            .filter(need -> evidence.value(need).isEmpty())
            .map(Measure::words)
            .collect(Collectors.joining(", "));
    return missing.isEmpty()
        ? rule.apply(new Seen(evidence))
        : Verdict.inconclusive("not observed yet: " + missing);
  }

  /** Evidence of which every needed measure is there. */
  record Seen(Evidence evidence) {
    double number(Measure measure) {
      return evidence
          .value(measure)
          .orElseThrow(() -> new IllegalStateException(measure + " is not among the gate's needs"));
    }

    long count(Measure measure) {
      return (long) number(measure);
    }

    /** What was said of how it was produced. */
    String how(Measure measure) {
      Observation seen = evidence.observations().get(measure);
      return seen == null ? "" : seen.how();
    }

    boolean yes(Measure measure) {
      return number(measure) >= 1;
    }
  }
}
