package dev.migrationplanner.plan;

import dev.migrationplanner.plan.ApplicationCode.Snippet;
import dev.migrationplanner.plan.Plan.GateView;
import dev.migrationplanner.plan.Plan.Phase;
import dev.migrationplanner.plan.Plan.Step;
import java.util.ArrayList;
import java.util.List;

/** One chapter a phase: goal, steps, code, validation, rollback. */
final class PhaseChapter {

  private final Document document;
  private final ApplicationCode code;

  PhaseChapter(ApplicationCode code, Document document) {
    this.document = document;
    this.code = code;
  }

  void add(Phase phase) {
    document.heading(2, "Phase " + phase.number() + ": " + phase.name());
    document.paragraph("Goal: " + phase.goal());
    document.paragraph("The application: " + phase.stage() + ".");
    document.paragraph(
        "Time without people's work: "
            + phase.estimate().text()
            + (phase.estimate().method().isEmpty() ? "" : " (" + phase.estimate().method() + ")")
            + ".");
    document.heading(3, "Steps of phase " + phase.number());
    document.table(steps(phase));
    for (Step step : phase.steps()) {
      if (!step.commands().isEmpty()) {
        document.paragraph("Step " + step.id() + ":");
        document.code("", String.join("\n", step.commands()));
      }
    }
    code(phase);
    document.heading(3, "Validation of phase " + phase.number());
    document.bullets(phase.gates().stream().map(PhaseChapter::gate).toList());
    rollback(phase);
  }

  private static List<List<String>> steps(Phase phase) {
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "Step",
            "Waits for",
            "Before",
            "Action",
            "After",
            "Owner",
            "Takes",
            "Undone by",
            "In",
            "Data at risk"));
    for (Step step : phase.steps()) {
      rows.add(
          List.of(
              step.id(),
              String.join(", ", step.after()),
              step.precondition(),
              step.action(),
              step.postcondition(),
              step.owner(),
              step.estimate().text(),
              step.reversible() ? step.rollback() : "NOT reversible",
              step.timeBack(),
              step.dataAtRisk()));
    }
    return rows;
  }

  private void code(Phase phase) {
    List<Snippet> snippets = code.phase(phase.number());
    if (!snippets.isEmpty()) {
      document.heading(3, "Code for the application in phase " + phase.number());
    }
    for (Snippet snippet : snippets) {
      document.code(snippet.language(), snippet.text());
    }
  }

  private static String gate(GateView gate) {
    return gate.id() + ": " + gate.condition();
  }

  private void rollback(Phase phase) {
    document.heading(3, "Rollback of phase " + phase.number());
    document.bullets(
        List.of(
            "When: " + phase.rollback().trigger(),
            "Who may call it: " + phase.rollback().who(),
            "Takes: " + phase.rollback().time(),
            "Costs: " + phase.rollback().cost()));
    if (!phase.rollback().steps().isEmpty()) {
      document.code("", String.join("\n", phase.rollback().steps()));
    }
  }
}
