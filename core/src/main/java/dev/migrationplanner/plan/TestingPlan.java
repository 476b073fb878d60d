package dev.migrationplanner.plan;

import java.util.List;
import java.util.Locale;

/** TESTING.md: what is tried where before it is done in earnest. */
final class TestingPlan {

  private final Plan plan;
  private final CommonSettings settings;

  TestingPlan(Plan plan) {
    this.plan = plan;
    this.settings = plan.common();
  }

  static Document of(Plan plan) {
    var testing = new TestingPlan(plan);
    var document = new Document("Testing plan: " + plan.migration());
    testing.chapters(document, 2);
    return document;
  }

  void chapters(Document document, int level) {
    boolean moves = settings.pattern().movesRows();
    document.heading(level, "Development").checks(todo(moves ? development() : change()));
    document.heading(level, "Staging").checks(todo(moves ? staging() : changeOnStaging()));
    document.heading(level, "Load").checks(todo(load(moves)));
    document.heading(level, "Rollback rehearsal").checks(todo(rollback(moves)));
    if (!plan.inventory().isEmpty()) {
      document.heading(level, "Statements to look at");
      document.paragraph(
          "EXPLAIN each on both sides with the application's own values; rewrite as said.");
      document.bullets(
          plan.inventory().stream()
              .limit(50)
              .map(l -> l.statement() + "  --  " + String.join("; ", l.rewrites()))
              .toList());
    }
  }

  private static List<Document.Check> todo(List<String> items) {
    return items.stream().map(i -> new Document.Check(false, i)).toList();
  }

  private List<String> development() {
    return List.of(
        "The application's own tests at every Stage: OFF, DUAL_WRITE, SHADOW, LIVE, RAMP_DOWN,"
            + " COMPLETE; flags.json sets the Stage without a control plane.",
        "The code of code/ is in place for every table that the application writes, and compiles.",
        "A write whose second side fails leaves the caller untouched, and its key is reported.",
        "Every statement of the inventory runs on the target's engine.");
  }

  private List<String> change() {
    return List.of(
        "The application's own tests with the flag off and with the flag on; flags.json sets it.",
        "Old and new side by side: the same request gives the same answer, or a known other one.",
        "What the new one writes, the old one can read: the flag may go back at any time.");
  }

  private List<String> staging() {
    return List.of(
        "This very plan on copies of both systems, phase by phase (step 0.2).",
        "In it, end the tool, the source and the target by force once each; compare all tables after.",
        "Every finding's query run again on the copy gives the hits of this plan, or fewer.",
        "The target's backup (step 5.0) and the archive (step 6.2) are restored and read.");
  }

  private List<String> changeOnStaging() {
    return List.of(
        "Every phase of this plan once, with the health check of the new one watched.",
        "The new one is ended by force in each phase; users go on with the old one.");
  }

  private List<String> load(boolean moves) {
    var rates = plan.source().rates();
    return moves
        ? List.of(
            String.format(
                Locale.ROOT,
                "The target under twice the rates of the plan: %,d row writes and %,d row reads a"
                    + " minute, for an hour; p95 of reads below %d ms.",
                Math.round(rates.rowsWrittenPerMinute() * 2),
                Math.round(rates.rowsReadPerMinute() * 2),
                Math.round(settings.gates().readP95MaxMillis())),
            "The same while the backfill runs at full width.",
            "The target's pooler and max_connections with every instance of the application connected.")
        : List.of(
            String.format(
                Locale.ROOT,
                "The new one under twice the rate (%.1f requests a second), for an hour; p95 below %d"
                    + " ms.",
                settings.application().readsPerSecond() * 2,
                Math.round(settings.gates().readP95MaxMillis())),
            "The old one alone under the whole rate: it must still bear it after a rollback.");
  }

  private List<String> rollback(boolean moves) {
    return moves
        ? List.of(
            "Roll back out of every phase on the copies, under load, with the times written into the"
                + " runbook; afterwards both sides are compared and equal.",
            "From phase 5 with writes going on: count them on both sides before and after.",
            "LAST-RESORT.md with the tool switched off, by somebody who did not write this plan.")
        : List.of(
            "Go back out of every phase under load, with the times written into the runbook.",
            "The way back with the flag service switched off.");
  }
}
