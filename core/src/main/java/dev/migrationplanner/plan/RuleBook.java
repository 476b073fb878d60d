package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Finding.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of each hazard that a pass over the data counts. */
final class RuleBook {

  private static final String ASIDE =
      "its rows are set aside by key, and no table with such rows passes its gate";
  private static final String FREE = "nothing is changed; the way back stays open";

  private static final Map<String, Rule> RULES =
      Map.ofEntries(
          blocks(
              "H01",
              "zero dates (0000-00-00)",
              "UPDATE %t SET %c = NULL WHERE %q -- or a date that the application agrees on"),
          blocks(
              "H02", "dates with a month, day or year of zero", "UPDATE %t SET %c = NULL WHERE %q"),
          blocks(
              "H03",
              "days that the calendar does not have",
              "UPDATE %t SET %c = LAST_DAY(%c) WHERE %q"),
          note("H06", "times below zero or beyond a day", "kept as intervals, exactly"),
          blocks(
              "H13",
              "unsigned numbers beyond the target's type",
              "give the column a wider type, or correct the rows: %q"),
          note(
              "H21",
              "key texts that end in blanks, which count there and not here",
              "kept byte by byte"),
          blocks(
              "H22",
              "children whose parent is equal by collation only, not by its bytes",
              "UPDATE the children to their parents' spelling: %q"),
          blocks(
              "H28", "text that is no valid UTF-8 (surrogates)", "UPDATE %t SET %c = ... WHERE %q"),
          blocks(
              "H29",
              "NUL characters in text",
              "UPDATE %t SET %c = REPLACE(%c, CHAR(0), '') WHERE %q"),
          blocks(
              "H32", "ENUM values that are none of its labels", "UPDATE %t SET %c = ... WHERE %q"),
          blocks(
              "H39", "children without a parent", "DELETE FROM %t WHERE %q -- or add the parents"),
          note(
              "H42",
              "keys longer than the target's index entries may be",
              "a key that compresses well passes; one that does not is set aside by key"),
          blocks(
              "R02", "decimals that are no number or too long", "UPDATE %t SET %c = ... WHERE %q"),
          blocks(
              "R03",
              "floating-point values that are no number or infinite",
              "UPDATE %t SET %c = NULL WHERE %q"),
          blocks(
              "R04",
              "dates that the target does not have (infinite, before Christ, after 9999)",
              "UPDATE %t SET %c = NULL WHERE %q"),
          blocks("R06", "key texts longer than the target's keys may be", "shorten them: %q"),
          blocks(
              "R13", "children without a parent", "DELETE FROM %t WHERE %q -- or add the parents"),
          blocks(
              "R07",
              "key texts that differ in letter case, accents or trailing blanks only",
              "make them differ otherwise: %q"));

  private RuleBook() {}

  static Optional<Rule> of(String rule) {
    return Optional.ofNullable(RULES.get(rule));
  }

  private static Map.Entry<String, Rule> blocks(String rule, String what, String remedy) {
    return Map.entry(
        rule,
        new Rule(
            Severity.BLOCK,
            what,
            "the target refuses them: " + ASIDE,
            "refused: mend the rows, or leave the table out (tables.exclude)",
            remedy));
  }

  private static Map.Entry<String, Rule> note(String rule, String what, String standard) {
    return Map.entry(
        rule, new Rule(Severity.WARN, what, "queries may see them otherwise", standard, ""));
  }

  /** One hazard; in {@code remedy} %t is the table, %c the column, %q the condition. */
  record Rule(Severity severity, String what, String effect, String standard, String remedy) {

    Finding finding(String object, String evidence, String condition) {
      int dot = object.indexOf('.');
      String table = dot < 0 ? object : object.substring(0, dot);
      String column = dot < 0 ? "" : object.substring(dot + 1);
      return new Finding(
          "",
          severity,
          object,
          what,
          evidence,
          effect,
          standard,
          List.of(),
          remedy.replace("%t", table).replace("%c", column).replace("%q", condition),
          FREE,
          "");
    }
  }
}
