package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Plan.Risk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What may go wrong, from what was seen, the gravest first. */
final class Risks {

  private final Facts facts;
  private final List<Finding> findings;
  private final Estimator estimator;
  private final Owners owners;
  private final List<Risk> risks = new ArrayList<>();

  Risks(MigrationFile file, Facts facts, List<Finding> findings, Estimator estimator) {
    this.facts = facts;
    this.findings = findings;
    this.estimator = estimator;
    this.owners = new Owners(file.team());
  }

  List<Risk> all() {
    findings.stream().filter(Finding::open).limit(5).forEach(this::open);
    cascades();
    missing();
    statements();
    disk();
    load();
    risks.add(
        new Risk(
            "a writer that does not use the library writes the old side after the flip",
            "cannot be seen in a schema",
            "it is shut out in the database by exact statements, the effect is checked, and any"
                + " foreign transaction is seen and named",
            "medium",
            "its writes are undone by the next hop",
            "foreign transactions in status and metrics",
            owners.source()));
    risks.add(
        new Risk(
            "the new side is slower than the old one under full load",
            "not measured before reads ramp",
            "reads ramp by keys in steps; each step is judged by a sequential test and goes back in"
                + " seconds",
            "medium",
            "slow pages for the share of the step",
            "p95 of reads on the target",
            owners.target()));
    risks.add(
        new Risk(
            "the target dies for good in phase 5",
            "cannot be excluded",
            "a standby of its own; reverse sync keeps the source within seconds; status shows the"
                + " writes at risk",
            "low",
            "the writes that status shows as at risk, at most the lag of the reverse sync",
            "writes at risk, lag",
            owners.target()));
    risks.sort(Comparator.comparingInt(Risks::rank));
    return List.copyOf(risks);
  }

  /** What was seen goes before what might be. */
  private static int rank(Risk risk) {
    List<String> order = List.of("certain", "high", "medium", "low");
    for (int i = 0; i < order.size(); i++) {
      if (risk.likelihood().startsWith(order.get(i))) {
        return i;
      }
    }
    return order.size();
  }

  private void open(Finding finding) {
    risks.add(
        new Risk(
            finding.what() + " (" + finding.object() + ")",
            finding.evidence().said(),
            finding.remedy().isEmpty()
                ? "decide: " + String.join(" or ", finding.choices())
                : finding.remedy(),
            "certain: it was seen",
            finding.effect(),
            finding.id() + " in the next plan",
            owners.owner()));
  }

  private void cascades() {
    long cascades = findings.stream().filter(f -> f.rule().equals("H37")).count();
    if (cascades > 0) {
      risks.add(
          new Risk(
              "children changed by foreign keys are not in the change log",
              cascades + " such foreign keys",
              "a changed parent makes its children pending on both sides; the full comparison proves"
                  + " it",
              "low",
              "children that differ until the next comparison",
              "differences of a comparison",
              owners.commander()));
    }
  }

  private void missing() {
    long kinds =
        findings.stream().filter(f -> f.rule().equals("H51") || f.rule().equals("R21")).count();
    if (kinds > 0) {
      risks.add(
          new Risk(
              "views, triggers or routines are missing on the target",
              kinds + " kinds of objects are not carried",
              "written by hand, tested on the copies",
              "certain: they were seen",
              "what the application expects of them fails",
              "errors of shadow reads",
              owners.application()));
    }
  }

  private void statements() {
    long dialects = findings.stream().filter(f -> f.rule().equals("Q01")).count();
    risks.add(
        new Risk(
            "SQL of the application fails or means something else on the target",
            dialects == 0 && !facts.statementsNote().isEmpty()
                ? "not seen: " + facts.statementsNote()
                : dialects + " ways of saying things that the target says otherwise",
            "the inventory with its rewrites; shadow reads before anything depends on it",
            dialects > 0 ? "certain: it was seen" : "medium",
            "errors, or other rows",
            "shadow mismatches and errors",
            owners.application()));
  }

  private void disk() {
    double log = facts.source().rates().logBytesPerMinute();
    risks.add(
        new Risk(
            "the target's disk fills",
            "about "
                + Texts.bytes(estimator.bytes())
                + " of rows and "
                + Texts.bytes(estimator.indexBytes())
                + " of indexes; the log grows by "
                + Texts.bytes(log * 60)
                + " an hour",
            "have "
                + Texts.bytes(estimator.targetBytesNeeded())
                + " free on the target before the backfill",
            "low where that is free",
            "the backfill waits; in phase 5 writes stop",
            "free space",
            owners.target()));
  }

  private void load() {
    CatchUp usual = estimator.usual();
    if (usual.loadPeak() < 0.1) {
      return;
    }
    risks.add(
        new Risk(
            "the sync does not keep up in the day's highest hour",
            String.format(
                java.util.Locale.ROOT,
                "a load of %.3f, at its highest %.3f",
                usual.loadMean(),
                usual.loadPeak()),
            "begin the backfill at hour "
                + usual.bestHour(Math.max(0, estimator.copy().p50Seconds()))
                + " UTC; pause it in the highest hours",
            usual.loadPeak() > 0.5 ? "high" : "low",
            "lag grows until the hour is over",
            "pending keys, lag",
            owners.commander()));
  }
}
