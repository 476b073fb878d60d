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
  private final Owners owners;
  private final Document document;

  StandingChapters(Plan plan, CommonSettings file, Owners owners, Document document) {
    this.plan = plan;
    this.file = file;
    this.owners = owners;
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
    rows.add(List.of("Risk", "Evidence", "Mitigation"));
    for (Risk risk : plan.risks()) {
      rows.add(List.of(risk.what(), risk.evidence(), risk.mitigation()));
    }
    document.table(rows);
  }

  private void communication() {
    document.heading(2, "Communication plan");
    String what =
        plan.migration() + " (" + plan.source().product() + " to " + plan.target().product() + ")";
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("When", "Who tells", "Whom", "What"));
    rows.add(
        List.of(
            "7 days before",
            owners.owner(),
            "all teams that use the database",
            what
                + " begins in a week. Please read PLAN.html; programs that write the database must"
                + " be known by then."));
    rows.add(
        List.of(
            "1 day before",
            owners.commander(),
            "everybody named in this plan",
            what + " begins tomorrow. State of the plan: " + plan.state() + "."));
    for (Phase phase : plan.phases()) {
      rows.add(
          List.of(
              "phase " + phase.number() + " begins",
              owners.commander(),
              "everybody named here",
              phase.name()
                  + " begins, expected "
                  + phase.estimate().text()
                  + ". Back: "
                  + phase.rollback().time()
                  + "."));
    }
    rows.add(
        List.of(
            "1 hour before the flip",
            owners.communications(),
            "users and support",
            "Writes may be held for about a second; nothing is lost."));
    rows.add(
        List.of(
            "after a rollback",
            owners.commander(),
            "everybody named here",
            "Rolled back to phase N because of X; no write was lost; next step at Y."));
    rows.add(List.of("done", owners.communications(), "everybody", what + " is done; thank you."));
    document.table(rows);
  }

  private void dashboard() {
    GateSettings gates = file.gates();
    document.heading(2, "Status dashboard");
    document.paragraph(
        "http://"
            + file.control().address()
            + ":"
            + file.control().port()
            + " shows phase, Stage, sync, tables, traffic, ramp, gates and history; /metrics has the"
            + " same for alerts:");
    document.table(
        List.of(
            List.of("Alert", "Threshold", "Do"),
            List.of(
                "secondary writes fail",
                "> " + Texts.percent(gates.secondaryWriteErrorsMax()),
                "look at the target; roll back phase 1"),
            List.of(
                "keys wait for the sync",
                "> " + Texts.count(gates.pendingKeysMax()) + " and growing",
                "pause the backfill; look at the target's load"),
            List.of(
                "confirmed mismatches",
                "> 0",
                "look at the named keys; the ramp goes back by itself"),
            List.of(
                "p95 of reads on the target",
                "> " + Math.round(gates.readP95MaxMillis()) + " ms",
                "share back to 0"),
            List.of(
                "shadow reads dropped",
                "> " + Texts.percent(gates.shadowDropsMax()),
                "more threads, or a lower sample"),
            List.of(
                "foreign transactions", "> 0 in phase 5", "find the writer; its keys are repaired"),
            List.of(
                "no report of the application", "10 s", "look at the control plane's address")));
  }

  private void tests() {
    document.heading(2, "Testing plan");
    document.bullets(
        List.of(
            "The application's own tests at every Stage: OFF, DUAL_WRITE, SHADOW, LIVE, RAMP_DOWN,"
                + " COMPLETE.",
            "A rehearsal of this very plan on copies of both systems, rolling back out of every phase;"
                + " a changed plan needs a new one.",
            "In the rehearsal: end the tool, the source and the target by force once each, and compare"
                + " all tables afterwards.",
            "Load on the target at the rates measured here, twice over, before reads ramp.",
            "The archive of the source is read back once before it is counted on."));
  }
}
