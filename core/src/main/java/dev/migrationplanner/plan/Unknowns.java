package dev.migrationplanner.plan;

import dev.migrationplanner.database.Lookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What was not looked at or cannot be known; a plan says so. */
final class Unknowns {

  private final Facts facts;
  private final MigrationFile file;
  private final Assessor assessor;

  Unknowns(Facts facts, MigrationFile file, Assessor assessor) {
    this.facts = facts;
    this.file = file;
    this.assessor = assessor;
  }

  List<String> all() {
    var unknowns = new ArrayList<>(assessor.unknowns());
    if (facts.onPaper()) {
      unknowns.add(
          "Everything that only the servers can tell: hazards of the data, grants, settings, whether"
              + " the log can be read. These facts were told.");
    } else {
      unknowns.add(
          "Rates in busy hours: they were measured for "
              + Math.round(facts.source().rates().windowSeconds())
              + " s only"
              + (file.load().rowsWrittenPerMinute() > 0
                  ? "; the plan goes by load in migration.yaml."
                  : "."));
    }
    measurements(unknowns);
    unknowns.add(
        facts.statementsNote().isEmpty()
            ? "Statements that the source did not keep, and what the application does with the rows."
            : "The application's statements: " + facts.statementsNote() + ".");
    unexplained(unknowns, "source", Facts.Looked::source);
    unexplained(unknowns, "target", Facts.Looked::target);
    unknowns.add(
        "The application's own pooler, and what statements cost on a full target: the load test of"
            + " the testing plan asks for them.");
    unknowns.add(
        "Backups: that they can be restored is for phases 5 and 6 to show, on record (the gate"
            + " restore).");
    List<String> unseen = unseen();
    if (!unseen.isEmpty()) {
      unknowns.add("Hazards this version does not look for: " + String.join("; ", unseen) + ".");
    }
    return unknowns;
  }

  /** None is left out silently: how many, and why, the most frequent reason first. */
  private void unexplained(List<String> unknowns, String side, Function<Facts.Looked, Lookup> on) {
    var reasons = new TreeMap<String, Integer>();
    facts.lookups().stream()
        .map(on)
        .filter(l -> l.how() == Lookup.How.UNKNOWN)
        .forEach(l -> reasons.merge(l.said(), 1, Integer::sum));
    int count = reasons.values().stream().mapToInt(Integer::intValue).sum();
    if (count > 0) {
      unknowns.add(
          "EXPLAIN on the "
              + side
              + ": "
              + count
              + " of "
              + facts.lookups().size()
              + " statements could not be explained ("
              + Texts.firstOf(
                  reasons.entrySet().stream()
                      .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                      .map(e -> e.getKey() + ": " + e.getValue())
                      .toList(),
                  10)
              + ").");
    }
  }

  private void measurements(List<String> unknowns) {
    Pilot pilot = facts.pilot();
    if (pilot == null) {
      unknowns.add(
          "How fast rows are copied between these very servers: no pilot was run (plan --pilot), so"
              + " times are ranges seen elsewhere.");
    } else {
      pilot.notes().forEach(n -> unknowns.add("Pilot: " + n));
      if (pilot.compared().isEmpty()) {
        unknowns.add(
            "Full comparisons were not timed by the pilot: their times are ranges seen elsewhere.");
      }
    }
    if (file.load().targetDiskFree() == 0) {
      unknowns.add("Whether the rows fit: load.targetDiskFree is not said.");
    }
  }

  private List<String> unseen() {
    if (facts.sameEngine()) {
      return List.of();
    }
    return RuleBook.all().stream()
        .filter(r -> r.detection() == Rule.Detection.NONE && applies(r))
        .map(r -> r.id() + " " + r.title())
        .toList();
  }

  private boolean applies(Rule rule) {
    String product = facts.source().server().product();
    return switch (rule.family()) {
      case "reverse" -> !facts.toPostgreSql();
      case "mariadb" -> product.equals("MariaDB");
      case "mysql" -> product.equals("MySQL");
      default -> facts.toPostgreSql();
    };
  }
}
