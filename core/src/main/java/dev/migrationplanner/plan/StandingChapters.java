package dev.migrationplanner.plan;

import dev.migrationplanner.gate.GateSettings;
import dev.migrationplanner.gate.RateBound;
import dev.migrationplanner.plan.Plan.Phase;
import dev.migrationplanner.plan.Plan.Risk;
import java.util.ArrayList;
import java.util.List;

/** What holds for all phases: validation, rollback, risks, people, dashboard, tests. */
final class StandingChapters {

  private final Plan plan;
  private final CommonSettings file;
  private final Document document;

  StandingChapters(Plan plan, CommonSettings file, Document document) {
    this.plan = plan;
    this.file = file;
    this.document = document;
  }

  void add() {
    validation();
    rollbacks();
    risks();
    communication();
    dashboard();
    tests();
  }

  private void validation() {
    GateSettings gates = file.gates();
    document.heading(2, "Validation strategy");
    if (!file.pattern().movesRows()) {
      document.bullets(
          List.of(
              "A step passes on counts of requests on both sides: errors and slow answers of the new"
                  + " one against the old one's, by a sequential test that may be looked at at any time.",
              "Each step needs "
                  + Texts.count(gates.leastSamples())
                  + " requests on the new one and "
                  + Texts.duration(gates.holdPerStep())
                  + "; without traffic nothing passes."));
      return;
    }
    document.bullets(
        List.of(
            "A gate passes on recorded evidence only; what is missing makes it inconclusive, never a"
                + " pass.",
            "Tables: digests of every row, computed inside both databases by SQL that shares nothing"
                + " with the copier, as of one position. This is what finds a single wrong row.",
            "Shadow reads: 0 mismatches in "
                + Texts.count(RateBound.needed(0, gates.mismatchMax(), gates.confidence()))
                + " reads prove fewer than "
                + Texts.percent(gates.mismatchMax())
                + " with "
                + Texts.percent(gates.confidence())
                + " confidence. They weigh rows by traffic; a thousand clean reads would prove fewer"
                + " than 0.3 % only.",
            "A mismatch counts when it is still there at a later hop of the sync.",
            "The ramp: errors and slow reads of the new side against the old side's, by a sequential"
                + " test that may be looked at at any time."));
  }

  private void rollbacks() {
    document.heading(2, "Rollback plans");
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("Out of phase", "When", "Who", "Time", "Cost"));
    for (Phase phase : plan.phases()) {
      rows.add(
          List.of(
              phase.number() + " " + phase.name(),
              phase.rollback().trigger(),
              phase.rollback().who(),
              phase.rollback().time(),
              phase.rollback().cost()));
    }
    document.table(rows);
    document.paragraph(
        "migration-planner rollback goes one phase back; rollback --to N goes on to phase N. It needs"
            + " both sides alive. If the target dies for good in phase 5, the writes that status shows"
            + " as at risk are the ones only it had; LAST-RESORT.md has the way back by hand, for that"
            + " night and for the one without this tool.");
  }

  private void risks() {
    document.heading(2, "Risk mitigation");
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("Risk", "Evidence", "Likelihood", "Impact", "Mitigation"));
    for (Risk risk : plan.risks()) {
      rows.add(
          List.of(
              risk.what(), risk.evidence(), risk.likelihood(), risk.impact(), risk.mitigation()));
    }
    document.table(rows);
    document.table(RiskRegister.failures(plan));
  }

  private void communication() {
    document.heading(2, "Communication plan");
    document.paragraph("In full, for each audience: COMMUNICATION.md. In short:");
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("When", "Whom", "Who tells", "What"));
    var communication = Communication.messages(plan);
    communication.forEach(
        (audience, messages) ->
            messages.forEach(m -> rows.add(List.of(m.when(), audience, m.sender(), m.text()))));
    document.table(rows);
  }

  private void dashboard() {
    document.heading(2, "Status dashboard");
    if (!file.pattern().movesRows()) {
      document.paragraph(
          "The dashboard of the new side's own requests: rate, errors, p95, each beside the old side's."
              + " Go back when errors or p95 are worse than the old side's beyond chance, or p95 is"
              + " above "
              + Math.round(file.gates().readP95MaxMillis())
              + " ms.");
      return;
    }
    document.paragraph(
        "http://"
            + file.control().address()
            + ":"
            + file.control().port()
            + " shows phase, Stage, sync, tables, traffic, ramp, gates and history; /metrics has the"
            + " same. dashboard.grafana.json and alerts.prometheus.yaml beside this plan have these"
            + " alerts, with the gates' own thresholds:");
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("Alert", "Means", "When", "For", "Do"));
    for (Alert alert : Alert.of(plan)) {
      rows.add(
          List.of(alert.name(), alert.what(), alert.expression(), alert.holds(), alert.action()));
    }
    document.table(rows);
  }

  private void tests() {
    document.heading(2, "Testing plan");
    document.paragraph("Also as TESTING.md.");
    new TestingPlan(plan).chapters(document, 3);
  }
}
