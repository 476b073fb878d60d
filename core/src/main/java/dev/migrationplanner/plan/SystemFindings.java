package dev.migrationplanner.plan;

import dev.migrationplanner.database.Requirement;
import dev.migrationplanner.plan.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the two servers lack or hold already. */
final class SystemFindings {

  private static final String FREE = "nothing is changed; the way back stays open";

  private final Facts facts;

  SystemFindings(Facts facts) {
    this.facts = facts;
  }

  List<Finding> all() {
    var findings = new ArrayList<Finding>();
    unmet(findings, "source", facts.source().requirements());
    unmet(findings, "target", facts.target().requirements());
    occupied(findings);
    nothing(findings);
    return findings;
  }

  private static void unmet(List<Finding> findings, String side, List<Requirement> requirements) {
    for (Requirement requirement : requirements) {
      if (!requirement.met()) {
        findings.add(
            block(
                "H57",
                side + " " + requirement.id(),
                requirement.what(),
                "found: " + requirement.found(),
                "the migration cannot be carried out",
                requirement.remedy()));
      }
    }
  }

  private void occupied(List<Finding> findings) {
    List<String> wanted = facts.conversion().schema().tables().stream().map(t -> t.name()).toList();
    for (String table : facts.targetTables()) {
      if (wanted.contains(table)) {
        findings.add(
            block(
                "T01",
                table,
                "the target has a table of this name already",
                "seen in the target's catalogue",
                "it would be in the way of ours, and its rows would look like ours",
                "drop or rename it, or choose another database or schema as the target"));
      }
    }
  }

  private void nothing(List<Finding> findings) {
    if (facts.schema().tables().isEmpty()) {
      findings.add(
          block(
              "T05",
              "tables",
              "no table of the source is part of the migration",
              "tables.include and tables.exclude leave none, or the user may see none",
              "there is nothing to migrate",
              "correct tables.include, or grant SELECT to the tool's user"));
    }
    if (facts.source().rates().rowsWrittenPerMinute() < 1) {
      findings.add(
          warn(
              "E01",
              "source",
              "no write was seen while the survey looked",
              String.format(
                  Locale.ROOT, "a window of %.0f s", facts.source().rates().windowSeconds()),
              "estimates of catching up say nothing",
              "plan again in busy hours, with a longer survey.activityWindow"));
    }
  }

  static Finding block(
      String rule, String object, String what, String evidence, String effect, String remedy) {
    return new Finding(
        rule,
        Severity.BLOCK,
        object,
        what,
        evidence,
        effect,
        "refused",
        List.of(),
        remedy,
        FREE,
        "");
  }

  static Finding warn(
      String rule, String object, String what, String evidence, String effect, String standard) {
    return new Finding(
        rule, Severity.WARN, object, what, evidence, effect, standard, List.of(), "", FREE, "");
  }
}
