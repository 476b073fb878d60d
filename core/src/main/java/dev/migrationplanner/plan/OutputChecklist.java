package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Document.Block;
import dev.migrationplanner.plan.Document.Check;
import dev.migrationplanner.plan.Document.Heading;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a plan must hold. A line is ticked only when the thing is there. */
final class OutputChecklist {

  private final Plan plan;
  private final CommonSettings settings;
  private final List<Block> blocks;
  private final Set<String> files;

  /** {@code files}: the names of all that is rendered beside the document. */
  OutputChecklist(Plan plan, Document document, Set<String> files) {
    this.plan = plan;
    this.settings = plan.common();
    this.blocks = document.blocks();
    this.files = Set.copyOf(files);
  }

  /** The ten outputs, then what the team itself must say. */
  List<Check> items() {
    boolean moves = settings.pattern().movesRows();
    var items = new ArrayList<Check>();
    items.add(new Check(phases(), "1. Phases: each with steps, gates and a way back"));
    items.add(new Check(!moves || code(), "2. Dual-write implementation: code for every table"));
    items.add(
        new Check(
            !moves || (files.contains("schema.sql") && copies()),
            "3. Backfill ready: target's schema, chunks, checkpoints, estimate"));
    items.add(new Check(has("Validation strategy"), "4. Validation strategy"));
    items.add(new Check(files.contains("flags.json"), "5. Flags"));
    items.add(
        new Check(
            has("Rollback plans") && (!moves || files.contains("LAST-RESORT.md")),
            "6. Rollback for every phase, and one without the tool"));
    items.add(new Check(has("Risk mitigation") && files.contains("RISKS.md"), "7. Risks"));
    items.add(
        new Check(
            has("Communication plan") && files.contains("COMMUNICATION.md"), "8. Communication"));
    items.add(
        new Check(
            has("Status dashboard")
                && (!moves
                    || (files.contains("dashboard.grafana.json")
                        && files.contains("alerts.prometheus.yaml"))),
            "9. Monitoring: dashboard and alerts"));
    items.add(new Check(has("Testing plan") && files.contains("TESTING.md"), "10. Testing plan"));
    items.addAll(team());
    return items;
  }

  private List<Check> team() {
    MigrationFile.Team team = settings.team();
    return List.of(
        new Check(!team.why().isEmpty(), "Why is said"),
        new Check(!team.when().isEmpty(), "When is said"),
        new Check(!team.owner().isEmpty(), "The owner is named"),
        new Check(!team.commander().isEmpty(), "The commander is named"),
        new Check(
            team.approvers().size() >= settings.gates().approvalsMin(),
            "Enough approvers of the point of no return are named"),
        new Check(!plan.blocked(), "Nothing blocks"),
        new Check(plan.decisionsNeeded().isEmpty(), "Every finding is decided"),
        new Check(
            plan.phases().stream().allMatch(p -> p.estimate().known()),
            "Every phase has an estimate"));
  }

  private boolean phases() {
    return plan.phases().size() >= 3
        && plan.phases().stream()
            .allMatch(
                p ->
                    !p.steps().isEmpty()
                        && !p.gates().isEmpty()
                        && !p.rollback().trigger().isEmpty());
  }

  /** A pattern that leaves the application alone needs none. */
  private boolean code() {
    if (settings.pattern() == MigrationPattern.SYNC_ONLY) {
      return true;
    }
    return !settings.application().languages().isEmpty()
        && settings.application().languages().stream()
            .allMatch(
                l ->
                    files.stream().filter(f -> f.startsWith("code/" + l + "/")).count()
                        >= plan.tables().size());
  }

  private boolean copies() {
    return plan.phases().stream().anyMatch(p -> p.number() == 2 && p.estimate().known());
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
