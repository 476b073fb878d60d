package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Finding.Evidence;
import dev.migrationplanner.plan.Finding.Severity;
import java.util.List;

/**
 * What is known of one hazard.
 *
 * @param id stable, e.g. {@code H01}
 * @param family the page it is described on
 * @param remedy {@code %t} is the table, {@code %c} the column, {@code %q} what was counted
 */
record Rule(
    String id,
    String family,
    String title,
    Severity severity,
    Detection detection,
    String effect,
    String standard,
    String alternatives,
    String reversible,
    String remedy) {

  /** How a hazard is seen. */
  enum Detection {
    /** A pass over the rows counts it. */
    SCAN(
        "by the same count at each new plan; by the copy, which sets aside what does not fit; by the"
            + " full comparison"),
    /** The catalogue shows it. */
    SCHEMA("by the tables' shape at the start and at every hop; by the full comparison"),
    /** The servers' settings and grants show it. */
    SETTINGS("by the preflight and the settings at the start"),
    /** The application's statements show it, where the server keeps them. */
    STATEMENTS("by the testing plan's tests on the target, and by shadow reads"),
    /** Sizes and rates show it. */
    FACTS("by the next plan, and by status, which holds the times against this one"),
    /** decisions.yaml shows it. */
    FILE("by the next plan"),
    /** It is not looked for. */
    NONE("not at all");

    private final String verified;

    Detection(String verified) {
      this.verified = verified;
    }

    /** How it is seen later that such a hazard is dealt with. */
    String verified() {
      return verified;
    }
  }

  /** Where it is described, from the repository's root. */
  String page() {
    return "docs/hazards/" + family + ".md#" + id.toLowerCase(java.util.Locale.ROOT);
  }

  /** A finding in the rule's own words. */
  Finding finding(String object, Evidence evidence) {
    return finding(severity, object, title, evidence, List.of());
  }

  /** A finding, told and weighed by its place. */
  Finding finding(
      Severity weight, String object, String what, Evidence evidence, List<String> choices) {
    return new Finding(
        id,
        weight,
        object,
        what,
        evidence,
        effect,
        standard,
        choices,
        alternatives,
        mended(object, evidence.query()),
        reversible,
        detection.verified(),
        page(),
        "");
  }

  /** What nothing was counted for, is not mended by what was counted. */
  private String mended(String object, String query) {
    if (query.isEmpty() && remedy.contains("%q")) {
      return "";
    }
    int dot = object.indexOf('.');
    return remedy
        .replace("%t", dot < 0 ? object : object.substring(0, dot))
        .replace("%c", dot < 0 ? "" : object.substring(dot + 1))
        .replace("%q", query);
  }
}
