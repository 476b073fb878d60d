package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Document.Block;
import dev.migrationplanner.plan.Document.Check;
import dev.migrationplanner.plan.Document.Heading;
import java.util.ArrayList;
import java.util.List;

/** What a plan must hold. A line is ticked only when the thing is there. */
final class OutputChecklist {

  private static final List<String> CHAPTERS =
      List.of(
          "Overview",
          "Current state and target state",
          "Findings and decisions",
          "Validation strategy",
          "Rollback plans",
          "Risk mitigation",
          "Communication plan",
          "Status dashboard",
          "Testing plan");

  private final Plan plan;
  private final List<Block> blocks;

  OutputChecklist(Plan plan, Document document) {
    this.plan = plan;
    this.blocks = document.blocks();
  }

  List<Check> items() {
    var items = new ArrayList<Check>();
    for (String chapter : CHAPTERS) {
      items.add(new Check(has(chapter), chapter));
    }
    for (Plan.Phase phase : plan.phases()) {
      items.add(
          new Check(
              !phase.steps().isEmpty()
                  && !phase.gates().isEmpty()
                  && !phase.rollback().trigger().isEmpty(),
              "Phase "
                  + phase.number()
                  + ", "
                  + phase.name()
                  + ": steps, validation and rollback"));
    }
    CommonSettings settings = plan.common();
    MigrationFile.Team team = settings.team();
    items.add(new Check(!team.why().isEmpty(), "Why is said"));
    items.add(new Check(!team.when().isEmpty(), "When is said"));
    items.add(new Check(!team.owner().isEmpty(), "The owner is named"));
    items.add(new Check(!team.commander().isEmpty(), "The commander is named"));
    items.add(
        new Check(
            team.approvers().size() >= settings.gates().approvalsMin(),
            "Enough approvers of the point of no return are named"));
    items.add(new Check(!plan.blocked(), "Nothing blocks"));
    items.add(new Check(plan.decisionsNeeded().isEmpty(), "Every finding is decided"));
    items.add(
        new Check(
            plan.phases().stream().allMatch(p -> p.estimate().known()),
            "Every phase has an estimate"));
    items.add(new Check(!plan.statements().tables().isEmpty(), "The target's schema (schema.sql)"));
    return items;
  }

  /** A chapter counts if something follows its heading. */
  private boolean has(String chapter) {
    for (int i = 0; i < blocks.size() - 1; i++) {
      if (blocks.get(i) instanceof Heading heading && heading.text().equals(chapter)) {
        return !(blocks.get(i + 1) instanceof Heading next) || next.level() > heading.level();
      }
    }
    return false;
  }
}
