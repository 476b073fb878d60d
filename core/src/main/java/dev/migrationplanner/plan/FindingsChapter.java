package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Finding.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Findings and decisions. What is the same of many objects is said once, with the objects beside
 * it; what blocks or must be decided has a line of its own, and its query.
 */
final class FindingsChapter {

  private static final int OBJECTS_MAX = 12;

  private final Plan plan;
  private final Document document;

  FindingsChapter(Plan plan, Document document) {
    this.plan = plan;
    this.document = document;
  }

  void add() {
    document.heading(2, "Findings and decisions");
    if (plan.findings().isEmpty()) {
      document.paragraph("None.");
    }
    table("What must be mended", Severity.BLOCK);
    table("What must be decided", Severity.DECIDE);
    table("Worth knowing", Severity.WARN);
    table("For the record", Severity.INFO);
    decided();
  }

  private void table(String heading, Severity severity) {
    List<Finding> all = plan.findings().stream().filter(f -> f.severity() == severity).toList();
    if (all.isEmpty()) {
      return;
    }
    document.heading(3, heading);
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "Finding",
            "Severity",
            "What",
            "Seen on",
            "If ignored",
            "What is done",
            "The way back",
            "Seen later",
            "Decision",
            "Page"));
    groups(all).forEach(group -> rows.add(row(group)));
    document.table(rows);
  }

  private static List<List<Finding>> groups(List<Finding> findings) {
    var groups = new LinkedHashMap<List<String>, List<Finding>>();
    for (Finding f : findings) {
      List<String> alike =
          f.severity() == Severity.BLOCK || f.severity() == Severity.DECIDE
              ? List.of(f.id(), f.what())
              : List.of(f.rule(), f.what(), done(f), f.decided());
      groups.computeIfAbsent(alike, k -> new ArrayList<>()).add(f);
    }
    return List.copyOf(groups.values());
  }

  private static List<String> row(List<Finding> group) {
    Finding f = group.get(0);
    return List.of(
        group.size() == 1 ? f.id() : f.rule(),
        f.severity().name(),
        f.what(),
        group.size() == 1 ? evidence(f.evidence()) : seenOn(group),
        f.effect(),
        done(f),
        f.reversibility(),
        f.verified(),
        decision(f),
        f.page());
  }

  private static String seenOn(List<Finding> group) {
    return Texts.firstOf(
        group.stream()
            .map(
                f ->
                    f.evidence().said().equals(SchemaFindings.SCHEMA)
                        ? f.object()
                        : f.object() + " (" + f.evidence().said() + ")")
            .toList(),
        OBJECTS_MAX);
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
    if (evidence.seconds() > 0) {
      parts.add("the pass took " + Texts.number(evidence.seconds()) + " s");
    }
    return String.join("; ", parts);
  }

  private static String done(Finding f) {
    String mend = f.remedy().isEmpty() ? "" : ". Mend: " + f.remedy();
    String or = f.alternatives().startsWith("none") ? "" : ". Or: " + f.alternatives();
    return f.standard() + mend + or;
  }

  private static String decision(Finding finding) {
    if (!finding.decided().isEmpty()) {
      return finding.decided();
    }
    return finding.choices().isEmpty() ? "" : "open: " + String.join(" or ", finding.choices());
  }

  private void decided() {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("Decided", "Choice", "Who", "Why", "For hits up to", "Until"));
    plan.decisions()
        .forEach(
            d ->
                rows.add(
                    List.of(
                        d.rule() + ":" + d.object(),
                        d.choice(),
                        d.who(),
                        d.why(),
                        d.count() < 0 ? "any" : Texts.count(d.count()),
                        d.until().isEmpty() ? "for good" : d.until())));
    if (rows.size() > 1) {
      document.heading(3, "Decisions on record");
    }
    document.table(rows);
  }
}
