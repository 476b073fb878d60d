package dev.migrationplanner.plan;

import java.util.List;

/**
 * A hazard that was seen.
 *
 * @param rule stable id of the hazard, e.g. {@code H01}
 * @param object what it was seen on
 * @param what the hazard, in a sentence
 * @param evidence what was looked at and what was found; counts, never values
 * @param effect what happens if it is ignored
 * @param standard what the tool does by default
 * @param choices what can be decided; empty if it must be mended
 * @param remedy how to mend it, "" if there is nothing to mend
 * @param reversibility whether the way back stays open
 * @param decided the choice on record, "" if none
 */
public record Finding(
    String rule,
    Severity severity,
    String object,
    String what,
    String evidence,
    String effect,
    String standard,
    List<String> choices,
    String remedy,
    String reversibility,
    String decided) {

  public Finding {
    choices = List.copyOf(choices);
  }

  /** How bad. */
  public enum Severity {
    /** Nothing starts until it is mended. */
    BLOCK,
    /** Nothing starts until somebody decided. */
    DECIDE,
    /** Worth knowing; the default deals with it. */
    WARN,
    /** For the record. */
    INFO
  }

  /** What a decision names: {@code rule:object}. */
  public String id() {
    return rule + ":" + object;
  }

  /** Whether it stands in the way still. */
  public boolean open() {
    return decided.isEmpty() && (severity == Severity.BLOCK || severity == Severity.DECIDE);
  }

  Finding with(String choice) {
    return new Finding(
        rule,
        severity,
        object,
        what,
        evidence,
        effect,
        standard,
        choices,
        remedy,
        reversibility,
        choice);
  }
}
