package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Plan.Phase;
import dev.migrationplanner.plan.Plan.SystemView;
import java.util.ArrayList;
import java.util.List;

/** PLAN.md and PLAN.html: everything a reader of a plan looks for, out of the plan alone. */
final class PlanDocument {

  private final Plan plan;
  private final MigrationFile file;
  private final Owners owners;
  private final Document document;

  PlanDocument(Plan plan) {
    this.plan = plan;
    this.file = plan.file();
    this.owners = new Owners(file.team());
    this.document = new Document("Migration plan: " + plan.migration());
  }

  Document document() {
    overview();
    states();
    tables();
    findings();
    var phases = new PhaseChapter(plan, document);
    plan.phases().forEach(phases::add);
    new StandingChapters(plan, file, owners, document).add();
    settings();
    checklist();
    return document;
  }

  private void overview() {
    document.paragraph("State: " + plan.state() + ". Plan hash " + plan.hash() + ".");
    document.heading(2, "Overview");
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("", ""));
    rows.add(
        List.of(
            "What",
            plan.source().endpoint()
                + " becomes "
                + plan.target().endpoint()
                + ", pattern "
                + plan.pattern()
                + ": "
                + plan.tables().size()
                + " tables, about "
                + Texts.count(plan.source().rowsAbout())
                + " rows, about "
                + Texts.bytes(plan.source().bytesAbout())));
    rows.add(List.of("Why", said(file.team().why())));
    rows.add(List.of("When", said(file.team().when()) + ". Machine time: " + total()));
    rows.add(List.of("Owner", said(file.team().owner())));
    rows.add(List.of("Risk", plan.state() + "; " + plan.ledger().summary()));
    rows.add(
        List.of(
            "Write pause at the flip",
            "about half a second of held writes; measured in the" + " rehearsal"));
    rows.add(List.of("Point of no return", pointOfNoReturn()));
    document.table(rows);
    document.heading(3, "Gravest risks");
    document.bullets(
        plan.risks().stream().limit(5).map(r -> r.what() + ": " + r.evidence()).toList());
  }

  private String pointOfNoReturn() {
    return plan.phases().stream()
        .filter(p -> !p.pointOfNoReturn().isEmpty())
        .map(
            p ->
                "step "
                    + p.pointOfNoReturn()
                    + " (phase "
                    + p.number()
                    + ", "
                    + p.name()
                    + "). Before it every phase can be rolled back and no write is lost; after it the"
                    + " source misses every new write")
        .findFirst()
        .orElse("none");
  }

  private String total() {
    Estimate sum = Estimate.of(0, 0, 0, "");
    for (Phase phase : plan.phases()) {
      sum = sum.plus(phase.estimate(), "");
    }
    return sum.known() ? sum.text() : "not known yet (" + sum.method() + ")";
  }

  private void states() {
    document.heading(2, "Current state and target state");
    document.paragraph("As measured at " + plan.takenAt() + ".");
    SystemView a = plan.source();
    SystemView b = plan.target();
    document.table(
        List.of(
            List.of("", "Source", "Target"),
            List.of("Where", a.endpoint(), b.endpoint()),
            List.of("Server", a.product() + " " + a.version(), b.product() + " " + b.version()),
            List.of("Tables", "" + a.tables(), "" + b.tables()),
            List.of("Rows, about", Texts.count(a.rowsAbout()), Texts.count(b.rowsAbout())),
            List.of("Size, about", Texts.bytes(a.bytesAbout()), Texts.bytes(b.bytesAbout())),
            List.of("Row writes a minute", writes(a), writes(b)),
            List.of("Row reads a minute", reads(a), reads(b)),
            List.of("Transactions a minute", transactions(a), transactions(b)),
            List.of("Log a minute", log(a), log(b))));
  }

  private static String writes(SystemView view) {
    return Texts.count(view.rates().rowsWrittenPerMinute());
  }

  private static String reads(SystemView view) {
    return Texts.count(view.rates().rowsReadPerMinute());
  }

  private static String transactions(SystemView view) {
    return Texts.count(view.rates().transactionsPerMinute());
  }

  private static String log(SystemView view) {
    return Texts.bytes(view.rates().logBytesPerMinute());
  }

  private void tables() {
    document.heading(2, "What moves, and what does not");
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("Table", "On the target", "Key", "Columns", "Rows, about", "Size, about"));
    plan.tables()
        .forEach(
            t ->
                rows.add(
                    List.of(
                        t.source(),
                        t.target(),
                        String.join(", ", t.key()),
                        "" + t.columns(),
                        Texts.count(t.rowsAbout()),
                        Texts.bytes(t.bytesAbout()))));
    document.table(rows);
    var out = new ArrayList<List<String>>();
    out.add(List.of("Stays out", "Because"));
    plan.keptOut().forEach((table, why) -> out.add(List.of(table, why)));
    document.table(out);
    document.heading(3, "Loss ledger").paragraph(plan.ledger().summary() + ".");
    var losses = new ArrayList<List<String>>();
    losses.add(List.of("Column", "Fares"));
    plan.ledger().entries().forEach(e -> losses.add(List.of(e.column(), e.fidelity().name())));
    document.table(losses);
  }

  private void findings() {
    document.heading(2, "Findings and decisions");
    if (plan.findings().isEmpty()) {
      document.paragraph("None.");
    }
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "Finding", "Severity", "What", "Evidence", "If ignored", "What is done", "Decision"));
    for (Finding f : plan.findings()) {
      rows.add(
          List.of(
              f.id(),
              f.severity().name(),
              f.what(),
              f.evidence(),
              f.effect(),
              f.remedy().isEmpty() ? f.standard() : f.standard() + ". Mend: " + f.remedy(),
              decision(f)));
    }
    document.table(rows);
    var decided = new ArrayList<List<String>>();
    decided.add(List.of("Decided", "Choice", "Who", "Why"));
    plan.decisions()
        .forEach(
            d -> decided.add(List.of(d.rule() + ":" + d.object(), d.choice(), d.who(), d.why())));
    document.table(decided);
  }

  private static String decision(Finding finding) {
    if (!finding.decided().isEmpty()) {
      return finding.decided();
    }
    return finding.choices().isEmpty() ? "" : "open: " + String.join(" or ", finding.choices());
  }

  private void settings() {
    document.heading(2, "Settings");
    document.paragraph("Every setting as it is used, defaults included; secrets by reference.");
    document.code("json", CanonicalJson.text(plan.settings()));
    document.heading(2, "Not checked, or not to be known");
    document.bullets(plan.unknowns());
  }

  private void checklist() {
    document.heading(2, "Output checklist");
    document.checks(new OutputChecklist(plan, document).items());
  }

  private static String said(String text) {
    return text.isEmpty() ? "not said in migration.yaml (team)" : text;
  }
}
