package dev.migrationplanner.plan;

import dev.migrationplanner.database.HazardScan.Count;
import dev.migrationplanner.database.HazardScan.Scanned;
import dev.migrationplanner.gate.RateBound;
import dev.migrationplanner.schema.SqlType.IntegerType;
import dev.migrationplanner.schema.SqlType.TextType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Facts to findings. Pure. */
final class Assessor {

  private static final double CONFIDENCE = 0.95;

  private final Facts facts;
  private final TableMapping mapping;

  Assessor(Facts facts) {
    this.facts = facts;
    this.mapping = facts.mapping();
  }

  /** All findings, the worst first, with the decisions on record. */
  List<Finding> findings(Decisions decisions) {
    var findings = new ArrayList<Finding>(new SystemFindings(facts).all());
    findings.addAll(new SchemaFindings(facts, mapping).all());
    facts.scans().forEach(scan -> findings.addAll(of(scan)));
    List<Finding> decided =
        new ArrayList<>(findings.stream().map(f -> decide(f, decisions)).toList());
    decided.addAll(strayDecisions(findings, decisions));
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
        .flatMap(c -> of(scan, c).stream())
        .toList();
  }

  private Optional<Finding> of(Scanned scan, Count count) {
    String evidence =
        String.format(
            Locale.ROOT,
            "%,d of %,d rows%s, counted by: %s",
            count.hits(),
            scan.rows(),
            scan.whole() ? "" : " (a part of the table)",
            count.sql());
    return RuleBook.of(count.rule())
        .map(rule -> named(count.rule(), rule.finding(count.object(), evidence, count.sql())));
  }

  /** Hazards are of a direction; and an unsigned number is none where the target's type is wide. */
  private boolean matters(Count count) {
    boolean toPostgreSql = facts.target().server().product().equals("PostgreSQL");
    boolean fromPostgreSql = facts.source().server().product().equals("PostgreSQL");
    if (toPostgreSql == fromPostgreSql || count.rule().startsWith("R") == toPostgreSql) {
      return false;
    }
    return switch (count.rule()) {
      case "H13" -> narrow(count.object());
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

  private boolean narrow(String object) {
    int dot = object.indexOf('.');
    return mapping
        .table(object.substring(0, dot))
        .flatMap(
            t ->
                t.target().columns().stream()
                    .filter(c -> c.name().equalsIgnoreCase(object.substring(dot + 1)))
                    .findFirst())
        .map(c -> c.column().type() instanceof IntegerType)
        .orElse(true);
  }

  private static Finding named(String rule, Finding f) {
    return new Finding(
        rule,
        f.severity(),
        f.object(),
        f.what(),
        f.evidence(),
        f.effect(),
        f.standard(),
        f.choices(),
        f.remedy(),
        f.reversibility(),
        f.decided());
  }

  private static Finding decide(Finding finding, Decisions decisions) {
    return decisions
        .about(finding.rule(), finding.object())
        .filter(d -> finding.choices().contains(d.choice()))
        .map(d -> finding.with(d.choice()))
        .orElse(finding);
  }

  private static List<Finding> strayDecisions(List<Finding> findings, Decisions decisions) {
    return decisions.decisions().stream()
        .filter(d -> findings.stream().noneMatch(f -> taken(f, d)))
        .map(
            d ->
                SystemFindings.warn(
                    "D01",
                    d.rule() + ":" + d.object(),
                    "a decision is on record that decides nothing",
                    "the choice was \"" + d.choice() + "\"",
                    "none",
                    "it is left aside; take it out of decisions.yaml, or correct rule, object or choice"))
        .toList();
  }

  private static boolean taken(Finding finding, Decisions.Decision decision) {
    return finding.rule().equals(decision.rule())
        && finding.object().equals(decision.object())
        && finding.choices().contains(decision.choice());
  }
}
