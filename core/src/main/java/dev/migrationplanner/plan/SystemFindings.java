package dev.migrationplanner.plan;

import dev.migrationplanner.database.Requirement;
import dev.migrationplanner.plan.Finding.Evidence;
import dev.migrationplanner.plan.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What the two servers lack or hold already, and how they are set. */
final class SystemFindings {

  /** What of an sql_mode changes the meaning of SQL. */
  private static final Set<String> MODES =
      Set.of(
          "ANSI_QUOTES",
          "PIPES_AS_CONCAT",
          "NO_BACKSLASH_ESCAPES",
          "IGNORE_SPACE",
          "REAL_AS_FLOAT",
          "HIGH_NOT_PRECEDENCE",
          "PAD_CHAR_TO_FULL_LENGTH",
          "ORACLE");

  private final Facts facts;
  private final List<Finding> findings = new ArrayList<>();

  SystemFindings(Facts facts) {
    this.facts = facts;
  }

  List<Finding> all() {
    unmet("source", facts.source().requirements());
    unmet("target", facts.target().requirements());
    occupied();
    nothing();
    paper();
    settings();
    return findings;
  }

  private void add(String rule, String object, String said, long hits) {
    findings.add(RuleBook.the(rule).finding(object, Evidence.of(said, hits)));
  }

  private void unmet(String side, List<Requirement> requirements) {
    for (Requirement requirement : requirements) {
      if (!requirement.met()) {
        Finding finding =
            RuleBook.the("H57")
                .finding(
                    Severity.BLOCK,
                    side + " " + requirement.id(),
                    requirement.what(),
                    Evidence.of("found: " + requirement.found(), 1),
                    List.of());
        findings.add(mendedBy(finding, requirement.remedy()));
      }
    }
  }

  private void occupied() {
    var wanted = new TreeSet<String>();
    facts.conversion().schema().tables().forEach(t -> wanted.add(t.name()));
    for (String table : facts.targetTables()) {
      if (wanted.contains(table)) {
        add("T01", table, "seen in the target's catalogue", 1);
      }
    }
  }

  private void nothing() {
    if (facts.schema().tables().isEmpty()) {
      add(
          "T05",
          "tables",
          "tables.include and tables.exclude leave none, or the user may see none",
          0);
    }
    if (facts.source().rates().rowsWrittenPerMinute() < 1) {
      add(
          "E01",
          "source",
          String.format(Locale.ROOT, "a window of %.0f s", facts.source().rates().windowSeconds()),
          0);
    }
  }

  private void paper() {
    if (facts.onPaper()) {
      add("E02", "plan", "made of facts that were told, not seen", 1);
    }
  }

  private void settings() {
    if (setting(facts.source(), "explicit_defaults_for_timestamp").equals("OFF")) {
      add("H10", "source", "explicit_defaults_for_timestamp=OFF", 1);
    }
    List<String> odd =
        List.of(setting(facts.source(), "sql_mode").split(",")).stream()
            .filter(MODES::contains)
            .sorted()
            .toList();
    if (!odd.isEmpty()) {
      add("H56", "source", "sql_mode has " + String.join(", ", odd), odd.size());
    }
    String mode = setting(facts.target(), "sql_mode");
    if (!mode.isEmpty() && !mode.contains("STRICT_")) {
      add("R22", "target", "sql_mode=" + mode, 1);
    }
    isolation();
  }

  private void isolation() {
    boolean lenient =
        !setting(facts.source(), "sql_mode").isEmpty()
            && !setting(facts.source(), "sql_mode").contains("ONLY_FULL_GROUP_BY");
    if (lenient && facts.toPostgreSql()) {
      add("H59", "source", "sql_mode lacks ONLY_FULL_GROUP_BY", 1);
    }
  }

  private static String setting(Facts.SystemFacts system, String name) {
    return system.server().settings().getOrDefault(name, "").toUpperCase(Locale.ROOT);
  }

  /** The same finding with the very remedy of its place. */
  static Finding mendedBy(Finding f, String remedy) {
    return new Finding(
        f.rule(),
        f.severity(),
        f.object(),
        f.what(),
        f.evidence(),
        f.effect(),
        f.standard(),
        f.choices(),
        f.alternatives(),
        remedy,
        f.reversibility(),
        f.verified(),
        f.page(),
        f.decided());
  }
}
