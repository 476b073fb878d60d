package dev.migrationplanner.plan;

import dev.migrationplanner.database.Ddl.Fidelity;
import dev.migrationplanner.plan.Plan.SystemView;
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
    new FirstPage(plan, file, document).add();
    pattern();
    if (moves()) {
      states();
      capacity();
      tables();
      inventory();
      new ReadinessChapter(plan, document).add();
    }
    new FindingsChapter(plan, document).add();
    criticalPath();
    var phases = new PhaseChapter(code, document);
    plan.phases().forEach(phases::add);
    new StandingChapters(plan, file, document).add();
    settings();
    checklist();
    return document;
  }

  private boolean moves() {
    return file.pattern().movesRows();
  }

  private void pattern() {
    document.heading(2, "Pattern: " + plan.pattern());
    document.paragraph("Chosen by " + plan.choice().chosenBy() + ".");
    document.bullets(plan.choice().reasons().stream().map(r -> "For it: " + r).toList());
    document.bullets(plan.choice().against().stream().map(r -> "Not " + r).toList());
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
            List.of(
                "Catching up after an hour without the tool", Texts.known(c.hourOutageSeconds())),
            List.of("Needed on the target's disk", Texts.bytes(c.targetBytesNeeded())),
            List.of("Free on the target's disk", size(c.targetBytesFree())),
            List.of("Log of the source a day", Texts.bytes(c.logBytesPerDay())),
            List.of("The source keeps its log for", Texts.known(c.logKeptSeconds())),
            List.of("Log needed", Texts.known(c.logNeededSeconds())),
            List.of(
                "Until the source's disk is full if nobody reads its log",
                Texts.known(c.sourceDiskFullSeconds())),
            List.of(
                "Until the target's disk is full after the copy",
                Texts.known(c.targetDiskFullSeconds()))));
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

  private void criticalPath() {
    document.heading(2, "Critical path");
    document.paragraph(
        plan.criticalPath().total().text()
            + ". Nothing can be done beside these steps: "
            + String.join(", ", plan.criticalPath().steps())
            + ".");
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
}
