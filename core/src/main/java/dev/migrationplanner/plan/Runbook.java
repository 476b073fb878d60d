package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Plan.Phase;
import dev.migrationplanner.plan.Plan.Step;
import java.util.ArrayList;
import java.util.List;

/** RUNBOOK.md: what is done in which order, with room for what it took. */
final class Runbook {

  private static final String BLANK = "______";

  private final Plan plan;
  private final Document document;

  private Runbook(Plan plan) {
    this.plan = plan;
    this.document = new Document("Runbook: " + plan.migration());
  }

  static Document of(Plan plan) {
    return new Runbook(plan).document();
  }

  private Document document() {
    document.paragraph("Of plan " + plan.hash() + ", state " + plan.state() + ".");
    document.paragraph("Begun (UTC): " + BLANK + "  Commander: " + BLANK + "  Recorder: " + BLANK);
    for (Phase phase : plan.phases()) {
      document.heading(2, "Phase " + phase.number() + ": " + phase.name());
      document.paragraph("The application: " + phase.stage() + ".");
      document.table(steps(phase));
      phase.steps().forEach(this::commands);
      document.heading(3, "Before phase " + phase.number() + " is left");
      document.checks(
          phase.gates().stream()
              .map(g -> new Document.Check(false, g.id() + ": " + g.condition()))
              .toList());
      rollback(phase);
    }
    return document;
  }

  private static List<List<String>> steps(Phase phase) {
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "Step",
            "Who",
            "Do",
            "It is done when",
            "Takes (p50, p90)",
            "Began",
            "Ended",
            "Initials"));
    for (Step step : phase.steps()) {
      rows.add(
          List.of(
              step.id(),
              step.owner(),
              step.action(),
              step.postcondition(),
              step.estimate().text(),
              BLANK,
              BLANK,
              BLANK));
    }
    return rows;
  }

  private void commands(Step step) {
    if (!step.commands().isEmpty()) {
      document.paragraph("Step " + step.id() + ":");
      document.code("", String.join("\n", step.commands()));
    }
  }

  private void rollback(Phase phase) {
    document.heading(3, "Going back out of phase " + phase.number());
    document.bullets(
        List.of(
            "When: " + phase.rollback().trigger(),
            "Who may call it: " + phase.rollback().who(),
            "Takes: " + phase.rollback().time() + "; took: " + BLANK,
            "Costs: " + phase.rollback().cost()));
    if (!phase.rollback().steps().isEmpty()) {
      document.code("", String.join("\n", phase.rollback().steps()));
    }
  }
}
