package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Plan.Risk;
import java.util.ArrayList;
import java.util.List;

/** What may go wrong, from what was seen, the gravest first. */
final class Risks {

  private final Facts facts;
  private final List<Finding> findings;
  private final Estimator estimator;

  Risks(Facts facts, List<Finding> findings, Estimator estimator) {
    this.facts = facts;
    this.findings = findings;
    this.estimator = estimator;
  }

  List<Risk> all() {
    var risks = new ArrayList<Risk>();
    findings.stream().filter(Finding::open).limit(5).map(Risks::open).forEach(risks::add);
    long cascades = findings.stream().filter(f -> f.rule().equals("H37")).count();
    if (cascades > 0) {
      risks.add(
          new Risk(
              "children changed by foreign keys are not in the change log",
              cascades + " such foreign keys",
              "a changed parent makes its children pending on both sides; the full comparison proves"
                  + " it"));
    }
    long notCarried = findings.stream().filter(f -> f.rule().equals("H51")).count();
    if (notCarried > 0) {
      risks.add(
          new Risk(
              "views, triggers or routines are missing on the target",
              notCarried + " kinds of objects are not carried",
              "written by hand, tested in the rehearsal"));
    }
    risks.add(disk());
    risks.add(
        new Risk(
            "a writer that does not use the library writes the old side after the flip",
            "cannot be seen in a schema",
            "it is shut out in the database by exact statements, the effect is checked, and any"
                + " foreign transaction is seen and named"));
    risks.add(
        new Risk(
            "the new side is slower than the old one under full load",
            "not measured before reads ramp",
            "reads ramp by keys in steps; each step is judged by a sequential test and goes back in"
                + " seconds"));
    return risks;
  }

  private static Risk open(Finding finding) {
    return new Risk(
        finding.what() + " (" + finding.object() + ")",
        finding.evidence().said(),
        finding.remedy().isEmpty()
            ? "decide: " + String.join(" or ", finding.choices())
            : finding.remedy());
  }

  private Risk disk() {
    double log = facts.source().rates().logBytesPerMinute();
    return new Risk(
        "the target's disk fills",
        "about "
            + Texts.bytes(estimator.bytes())
            + " of rows, and their indexes; the log grows by "
            + Texts.bytes(log * 60)
            + " an hour",
        "have at least "
            + Texts.bytes(estimator.bytes() * 2.5)
            + " free on the target before the backfill; keep the source's log for two days or more");
  }
}
