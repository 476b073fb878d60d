package dev.migrationplanner.plan;

import dev.migrationplanner.database.HazardScan.Count;
import dev.migrationplanner.database.HazardScan.Scanned;
import dev.migrationplanner.gate.RateBound;
import dev.migrationplanner.plan.Decisions.Decision;
import dev.migrationplanner.plan.Finding.Evidence;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.SqlType.IntegerType;
import dev.migrationplanner.schema.SqlType.TextType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Facts to findings. Pure. */
final class Assessor {

  private static final double CONFIDENCE = 0.95;

  private final Facts facts;
  private final TableMapping mapping;

  Assessor(Facts facts) {
    this.facts = facts;
    this.mapping = facts.mapping();
  }

  /**
   * All findings, the worst first, with the decisions on record.
   *
   * @param further those that come from the estimates
   */
  List<Finding> findings(Decisions decisions, List<Finding> further) {
    var findings = new ArrayList<Finding>();
    facts.scans().forEach(scan -> findings.addAll(of(scan)));
    var seen = new HashSet<String>();
    findings.forEach(f -> seen.add(f.id()));
    // What the rows show says more than what the schema lets expect.
    new SchemaFindings(facts, mapping)
        .all().stream().filter(f -> !seen.contains(f.id())).forEach(findings::add);
    findings.addAll(new SystemFindings(facts).all());
    findings.addAll(new ReadinessFindings(facts).all());
    findings.addAll(further);
    findings.addAll(new StatementFindings(facts).all());
    List<Finding> decided =
        new ArrayList<>(findings.stream().map(f -> decide(f, decisions)).toList());
    decided.addAll(strays(findings, decisions));
    decided.sort(
        Comparator.comparing(Finding::severity)
            .thenComparing(Finding::rule)
            .thenComparing(Finding::object)
            .thenComparing(Finding::what));
    return decided.stream().distinct().toList();
  }

  /** What could not be looked at, or not wholly. */
  List<String> unknowns() {
    var unknowns = new ArrayList<String>();
    for (Scanned scan : facts.scans()) {
      if (!scan.note().isEmpty()) {
        unknowns.add(scan.table() + ": " + scan.note());
      } else if (!scan.whole()) {
        unknowns.add(
            String.format(
                Locale.ROOT,
                "%s: %,d rows were scanned, not all; where no hazard was found, fewer than %s of"
                    + " rows like these have one (95 %% confidence, were they a fair sample)",
                scan.table(),
                scan.rows(),
                Texts.percent(RateBound.upper(0, scan.rows(), CONFIDENCE))));
      }
    }
    return unknowns;
  }

  private List<Finding> of(Scanned scan) {
    return scan.counts().stream()
        .filter(c -> c.hits() > 0 && matters(c))
        .flatMap(c -> RuleBook.of(c.rule()).stream().map(r -> r.finding(c.object(), seen(scan, c))))
        .toList();
  }

  private static Evidence seen(Scanned scan, Count count) {
    if (scan.table().isEmpty()) {
      return Evidence.of("the source's catalogue", count.hits());
    }
    String said =
        String.format(
            Locale.ROOT,
            "%,d of %,d rows%s",
            count.hits(),
            scan.rows(),
            scan.whole() ? "" : " (a part of the table)");
    return new Evidence(
        said,
        count.sql(),
        scan.rows(),
        count.hits(),
        scan.whole(),
        count.keys(),
        scan.position(),
        scan.seconds());
  }

  /** Hazards are of a direction; and an unsigned number is none where the target's type is wide. */
  private boolean matters(Count count) {
    if (count.rule().equals("R14")) {
      return true;
    }
    if (facts.sameEngine() || count.rule().startsWith("R") == facts.toPostgreSql()) {
      return false;
    }
    return switch (count.rule()) {
      case "H13" -> target(count.object(), t -> t instanceof IntegerType);
      case "H35" -> target(count.object(), t -> t instanceof SqlType.JsonType j && !j.verbatim());
      case "R07" -> folds(count.object());
      default -> true;
    };
  }

  /** Whether the target's keys take texts for equal whose bytes differ. */
  private boolean folds(String object) {
    return mapping
        .table(object.substring(0, object.indexOf('.')))
        .map(
            t ->
                t.target().keyColumns().stream()
                    .anyMatch(
                        c ->
                            c.column().type() instanceof TextType text
                                && !text.collation().exact()))
        .orElse(true);
  }

  /** Whether the column's type on the target is such; yes where that is not known. */
  private boolean target(String object, Predicate<SqlType> such) {
    int dot = object.indexOf('.');
    return mapping
        .table(object.substring(0, dot))
        .flatMap(
            t ->
                t.target().columns().stream()
                    .filter(c -> c.name().equalsIgnoreCase(object.substring(dot + 1)))
                    .findFirst())
        .map(c -> such.test(c.column().type()))
        .orElse(true);
  }

  private Finding decide(Finding finding, Decisions decisions) {
    return decisions
        .about(finding.rule(), finding.object())
        .filter(d -> finding.choices().contains(d.choice()))
        .filter(d -> d.lapse(finding, facts.takenAt()).isEmpty())
        .map(d -> finding.with(d.choice()))
        .orElse(finding);
  }

  /** Decisions that decide nothing, and those that no longer hold. */
  private List<Finding> strays(List<Finding> findings, Decisions decisions) {
    var strays = new ArrayList<Finding>();
    var taken = new HashSet<Decision>();
    for (Decision decision : decisions.decisions()) {
      for (Finding finding : findings) {
        if (decision.about(finding) && finding.choices().contains(decision.choice())) {
          taken.add(decision);
          decision
              .lapse(finding, facts.takenAt())
              .ifPresent(w -> strays.add(of("D02", decision, w)));
        }
      }
      if (!taken.contains(decision)) {
        strays.add(of("D01", decision, "the choice was \"" + decision.choice() + "\""));
      }
    }
    return strays;
  }

  private static Finding of(String rule, Decision decision, String why) {
    String object = decision.rule() + ":" + decision.object();
    return RuleBook.the(rule).finding(object, Evidence.of(why, 1));
  }
}
