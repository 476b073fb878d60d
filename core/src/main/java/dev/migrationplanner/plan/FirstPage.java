package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Plan.Phase;
import dev.migrationplanner.plan.Plan.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * What an executive, an approver and whoever is on call must know before they turn the page: what,
 * why, when, who, how it stands, what is lost, what it does to the source, when to go back.
 */
final class FirstPage {

  private final Plan plan;
  private final CommonSettings file;
  private final Document document;
  private final List<List<String>> rows = new ArrayList<>();

  FirstPage(Plan plan, CommonSettings file, Document document) {
    this.plan = plan;
    this.file = file;
    this.document = document;
  }

  void add() {
    document.paragraph("State: " + plan.state() + ". Plan hash " + plan.hash() + ".");
    document.heading(2, "Overview");
    rows.add(List.of("", ""));
    what();
    when();
    who();
    standing();
    if (moves()) {
      stakes();
    }
    row("Point of no return", pointOfNoReturn());
    document.table(rows);
    open();
    document.heading(3, "Gravest risks");
    document.bullets(
        plan.risks().stream()
            .limit(5)
            .map(r -> r.what() + ": " + r.evidence() + ". Against it: " + r.mitigation())
            .toList());
    triggers();
  }

  private boolean moves() {
    return file.pattern().movesRows();
  }

  private void row(String name, String text) {
    rows.add(List.of(name, text));
  }

  private void what() {
    row(
        "What",
        plan.source().endpoint()
            + " becomes "
            + plan.target().endpoint()
            + ", pattern "
            + plan.pattern()
            + size());
    if (moves()) {
      row("What stays", stays());
    }
    row("Why", said(file.team().why()));
  }

  private String size() {
    return moves()
        ? ": "
            + plan.tables().size()
            + " tables, about "
            + Texts.count(plan.source().rowsAbout())
            + " rows, about "
            + Texts.bytes(plan.source().bytesAbout())
        : "";
  }

  private String stays() {
    long objects =
        plan.findings().stream()
            .filter(f -> f.rule().equals("H51") || f.rule().equals("R21"))
            .mapToLong(f -> f.evidence().hits())
            .sum();
    String tables =
        plan.keptOut().isEmpty()
            ? "no table"
            : Texts.firstOf(List.copyOf(plan.keptOut().keySet()), 5)
                + " ("
                + plan.keptOut().size()
                + " tables)";
    return tables
        + "; "
        + objects
        + " views, triggers, routines and events, which "
        + new Owners(file.team()).application()
        + " writes for the target by hand";
  }

  private void when() {
    row("When", said(file.team().when()));
    row(
        "How long",
        plan.criticalPath().total().text()
            + " from the first step to the last, people's work and waiting included; of the machines "
            + machines());
  }

  private String machines() {
    Estimate sum = Estimate.of(0, 0, 0, "");
    for (Phase phase : plan.phases()) {
      sum = sum.plus(phase.estimate(), "");
    }
    return sum.known() ? sum.text() : "it is not known yet: " + sum.method();
  }

  private void who() {
    Owners owners = new Owners(file.team());
    row("Owner", said(file.team().owner()));
    row(
        "Who else",
        "commander: "
            + owners.commander()
            + "; source: "
            + owners.source()
            + "; target: "
            + owners.target()
            + "; application: "
            + owners.application()
            + "; users are told by: "
            + owners.communications()
            + "; approve the point of no return: "
            + owners.approvers());
  }

  private void standing() {
    row(
        "Risk",
        plan.state()
            + ": of "
            + plan.findings().size()
            + " findings "
            + plan.blocking().size()
            + " block, "
            + plan.decisionsNeeded().size()
            + " wait for a decision, "
            + plan.decisions().size()
            + " are decided");
    if (moves()) {
      row("Loss ledger", plan.ledger().summary());
      row(
          "Rehearsed",
          "not yet: this very plan is tried on copies in step 0.2, and phase 0 is not left before");
    }
  }

  private void stakes() {
    row(
        "Write pause at the flip",
        "about half a second of held writes; the trial on copies (step 0.2) measures it");
    Capacity c = plan.capacity();
    row(
        "On the source meanwhile",
        plan.file().copy().workers()
            + " readers at once during the backfill, one reader of its log; that log is to be kept for "
            + Texts.known(c.logNeededSeconds())
            + " (it is kept for "
            + Texts.known(c.logKeptSeconds())
            + "); until its disk is full, should nobody read the log: "
            + Texts.known(c.sourceDiskFullSeconds()));
  }

  private String pointOfNoReturn() {
    return plan.pointOfNoReturn().isEmpty()
        ? "none: every step can be undone"
        : "step "
            + plan.pointOfNoReturn()
            + ". Before it every phase can be rolled back"
            + (moves() ? " and no write is lost" : "")
            + ". After it: "
            + plan.steps().stream()
                .filter(s -> s.id().equals(plan.pointOfNoReturn()))
                .map(Step::dataAtRisk)
                .findFirst()
                .orElse("nothing comes back");
  }

  private void open() {
    List<Finding> open = new ArrayList<>(plan.blocking());
    open.addAll(plan.decisionsNeeded());
    if (!open.isEmpty()) {
      document.heading(3, "What stands in the way");
      document.bullets(
          open.stream()
              .limit(10)
              .map(f -> f.id() + ": " + f.what() + " (" + f.evidence().said() + ")")
              .toList());
    }
  }

  private void triggers() {
    document.heading(3, "When to go back");
    document.bullets(
        plan.phases().stream()
            .map(
                p ->
                    "Phase "
                        + p.number()
                        + ", "
                        + p.name()
                        + ": "
                        + p.rollback().trigger()
                        + ". "
                        + p.rollback().who()
                        + "; takes: "
                        + p.rollback().time())
            .toList());
  }

  private static String said(String text) {
    return text.isEmpty() ? "not said in migration.yaml (team)" : text;
  }
}
