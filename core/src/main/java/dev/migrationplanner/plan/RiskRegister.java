package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Plan.Risk;
import java.util.ArrayList;
import java.util.List;

/** RISKS.md: what may go wrong, how it would show, and who looks. */
final class RiskRegister {

  private RiskRegister() {}

  static Document of(Plan plan) {
    var document = new Document("Risk register: " + plan.migration());
    document.paragraph(
        "From what was seen; likelihood and impact are judged by rule, so change them.");
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "", "Risk", "Evidence", "Likelihood", "Impact", "It shows as", "Mitigation", "Owner"));
    int number = 1;
    for (Risk risk : plan.risks()) {
      rows.add(
          List.of(
              "R" + number++,
              risk.what(),
              risk.evidence(),
              risk.likelihood(),
              risk.impact(),
              risk.sign(),
              risk.mitigation(),
              risk.owner()));
    }
    document.table(rows);
    document.heading(2, "When the tool, a side or the network goes away");
    document.table(failures(plan));
    return document;
  }

  /** What happens if something dies in a phase, and where it goes on. */
  static List<List<String>> failures(Plan plan) {
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "Phase", "The tool dies", "The source dies or fails over", "The target dies or fills"));
    for (Plan.Phase phase : plan.phases()) {
      if (plan.common().pattern().movesRows()) {
        together(rows, row(phase));
      }
    }
    return rows;
  }

  /** Phases in which the same happens share a line. */
  private static void together(List<List<String>> rows, List<String> next) {
    List<String> last = rows.get(rows.size() - 1);
    if (rows.size() > 1 && last.subList(1, 4).equals(next.subList(1, 4))) {
      var line = new ArrayList<String>(last);
      line.set(0, last.get(0) + ", " + next.get(0));
      rows.set(rows.size() - 1, line);
    } else {
      rows.add(next);
    }
  }

  private static List<String> row(Plan.Phase phase) {
    String again =
        "start it again: it goes on from its checkpoints; applications keep the last Stage";
    String log =
        "the log's identity is checked: a lost tail makes the tables be compared, never skipped";
    return List.of(
        phase.number() + " " + phase.name(),
        again,
        phase.number() < 5
            ? "the application has its own fault to bear; then " + log
            : "writes go on at the target; reverse sync waits, then " + log,
        phase.number() < 5
            ? "writes and reads go on at the source; chunks and hops wait and go on"
            : "the target is the authority: its own standby takes over, or LAST-RESORT.md");
  }
}
