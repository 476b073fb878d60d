package dev.migrationplanner.plan;

import dev.migrationplanner.database.Ddl.Fidelity;
import dev.migrationplanner.plan.Plan.Phase;
import dev.migrationplanner.plan.Plan.SystemView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** PLAN.md and PLAN.html: everything a reader of a plan looks for, out of the plan alone. */
final class PlanDocument {

  /** A longer ledger shows only the columns that are not exact; plan.json has them all. */
  private static final int LEDGER_MAX = 60;

  private static final int INVENTORY_MAX = 100;

  private final Plan plan;
  private final ApplicationCode code;
  private final Set<String> files;
  private final CommonSettings file;
  private final Document document;

  /** {@code files}: the names of all that is rendered beside it. */
  PlanDocument(Plan plan, ApplicationCode code, Set<String> files) {
    this.code = code;
    this.plan = plan;
    this.files = files;
    this.file = plan.common();
    this.document = new Document("Migration plan: " + plan.migration());
  }

  Document document() {
    overview();
    pattern();
    if (moves()) {
      states();
      capacity();
      tables();
      inventory();
    }
    findings();
    var phases = new PhaseChapter(code, document);
    plan.phases().forEach(phases::add);
    new StandingChapters(plan, file, document).add();
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
                + size()));
    rows.add(List.of("Why", said(file.team().why())));
    rows.add(List.of("When", said(file.team().when()) + ". Machine time: " + total()));
    rows.add(
        List.of(
            "From the first step to the last",
            plan.criticalPath().total().text()
                + ", people's work and waiting included; the longest chain is "
                + String.join(" > ", plan.criticalPath().steps())));
    rows.add(List.of("Owner", said(file.team().owner())));
    rows.add(List.of("Risk", plan.state() + ledger()));
    if (moves()) {
      rows.add(
          List.of(
              "Write pause at the flip",
              "about half a second of held writes; the trial on copies (step 0.2) measures it"));
    }
    rows.add(List.of("Point of no return", pointOfNoReturn()));
    document.table(rows);
    document.heading(3, "Gravest risks");
    document.bullets(
        plan.risks().stream().limit(5).map(r -> r.what() + ": " + r.evidence()).toList());
  }

  private boolean moves() {
    return file.pattern().movesRows();
  }

  private String ledger() {
    return moves() ? "; " + plan.ledger().summary() : "";
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

  private void pattern() {
    document.heading(2, "Pattern: " + plan.pattern());
    document.paragraph("Chosen by " + plan.choice().chosenBy() + ".");
    document.bullets(plan.choice().reasons().stream().map(r -> "For it: " + r).toList());
    document.bullets(plan.choice().against().stream().map(r -> "Not " + r).toList());
  }

  private String pointOfNoReturn() {
    return plan.pointOfNoReturn().isEmpty()
        ? "none: every step can be undone"
        : "step "
            + plan.pointOfNoReturn()
            + ". Before it every phase can be rolled back"
            + (moves() ? " and no write is lost" : "")
            + ". After it: "
            + dataAtRisk();
  }

  private String dataAtRisk() {
    return plan.steps().stream()
        .filter(s -> s.id().equals(plan.pointOfNoReturn()))
        .map(Plan.Step::dataAtRisk)
        .findFirst()
        .orElse("nothing comes back");
  }

  private String total() {
    Estimate sum = Estimate.of(0, 0, 0, "");
    for (Phase phase : plan.phases()) {
      sum = sum.plus(phase.estimate(), "");
    }
    return sum.known() ? sum.text() : "not known yet (" + sum.method() + ")";
  }

  private void capacity() {
    Capacity c = plan.capacity();
    document.heading(2, "Capacity");
    document.table(
        List.of(
            List.of("", ""),
            List.of(
                "Row writes a second",
                Texts.number(c.writesPerSecondMean())
                    + " on the mean, "
                    + Texts.number(c.writesPerSecondPeak())
                    + " in the highest hour"),
            List.of(
                "Brought over a second",
                Texts.number(c.appliedPerSecond())
                    + (plan.pilotAt().isEmpty() ? " (seen elsewhere)" : " (the pilot)")),
            List.of(
                "Load of the sync",
                Texts.number(c.loadMean())
                    + " on the mean, "
                    + Texts.number(c.loadPeak())
                    + " at its highest; it converges below 0.7"),
            List.of("Best hour to begin the backfill", c.bestHour() + ":00 UTC"),
            List.of("Catching up after an hour without the tool", seconds(c.hourOutageSeconds())),
            List.of("Needed on the target's disk", Texts.bytes(c.targetBytesNeeded())),
            List.of("Free on the target's disk", size(c.targetBytesFree())),
            List.of("Log of the source a day", Texts.bytes(c.logBytesPerDay())),
            List.of("The source keeps its log for", seconds(c.logKeptSeconds())),
            List.of("Log needed", seconds(c.logNeededSeconds())),
            List.of(
                "Until the source's disk is full if nobody reads its log",
                seconds(c.sourceDiskFullSeconds())),
            List.of(
                "Until the target's disk is full after the copy",
                seconds(c.targetDiskFullSeconds()))));
  }

  private static String seconds(long seconds) {
    return seconds < 0 ? "not known" : Texts.duration(Duration.ofSeconds(seconds));
  }

  private static String size(long bytes) {
    return bytes < 0 ? "not known (load.targetDiskFree)" : Texts.bytes(bytes);
  }

  private void inventory() {
    document.heading(2, "The application's statements that need a look");
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("Statement", "Calls", "Rewrite"));
    plan.inventory().stream()
        .limit(INVENTORY_MAX)
        .forEach(
            l ->
                rows.add(
                    List.of(
                        l.statement(), Texts.count(l.calls()), String.join("; ", l.rewrites()))));
    document.table(rows);
    if (rows.size() == 1) {
      document.paragraph("None is known; what was not looked at stands at the end.");
    }
  }

  private void states() {
    document.heading(2, "Current state and target state");
    document.paragraph(
        (plan.onPaper() ? "As told, for " : "As measured at ") + plan.takenAt() + ".");
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
    losses.add(List.of("Column", "Fares", "From", "To", "Because"));
    plan.ledger().entries().stream()
        .filter(e -> e.fidelity() != Fidelity.EXACT || plan.ledger().entries().size() <= LEDGER_MAX)
        .forEach(
            e -> losses.add(List.of(e.column(), e.fidelity().name(), e.from(), e.to(), e.why())));
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
            "Finding",
            "Severity",
            "What",
            "Evidence",
            "If ignored",
            "What is done",
            "The way back",
            "Decision",
            "Page"));
    for (Finding f : plan.findings()) {
      rows.add(
          List.of(
              f.id(),
              f.severity().name(),
              f.what(),
              evidence(f.evidence()),
              f.effect(),
              done(f),
              f.reversibility(),
              decision(f),
              f.page()));
    }
    document.table(rows);
    var decided = new ArrayList<List<String>>();
    decided.add(List.of("Decided", "Choice", "Who", "Why", "For hits up to", "Until"));
    plan.decisions()
        .forEach(
            d ->
                decided.add(
                    List.of(
                        d.rule() + ":" + d.object(),
                        d.choice(),
                        d.who(),
                        d.why(),
                        d.count() < 0 ? "any" : Texts.count(d.count()),
                        d.until().isEmpty() ? "for good" : d.until())));
    document.table(decided);
  }

  private static String evidence(Finding.Evidence evidence) {
    var parts = new ArrayList<String>(List.of(evidence.said()));
    if (!evidence.query().isEmpty()) {
      parts.add("counted by: " + evidence.query());
    }
    if (!evidence.keys().isEmpty()) {
      parts.add("keys: " + String.join("; ", evidence.keys()));
    }
    if (!evidence.position().isEmpty()) {
      parts.add("as of " + evidence.position());
    }
    return String.join("; ", parts);
  }

  private static String done(Finding f) {
    String mend = f.remedy().isEmpty() ? "" : ". Mend: " + f.remedy();
    return f.standard() + mend + ". Or: " + f.alternatives();
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
    document.checks(new OutputChecklist(plan, document, files).items());
  }

  private static String said(String text) {
    return text.isEmpty() ? "not said in migration.yaml (team)" : text;
  }
}
