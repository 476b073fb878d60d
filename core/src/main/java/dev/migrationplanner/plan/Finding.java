package dev.migrationplanner.plan;

import java.util.List;

/**
 * A hazard that was seen.
 *
 * @param rule stable id of the hazard, e.g. {@code H01}
 * @param object what it was seen on
 * @param what the hazard, in a sentence
 * @param effect what happens if it is ignored
 * @param standard what the tool does by default
 * @param choices what can be decided; empty if it must be mended
 * @param alternatives what else could be done, by hand
 * @param remedy how to mend it, "" if there is nothing to mend
 * @param reversibility whether the way back stays open
 * @param verified how it is seen later that this is dealt with
 * @param page where the hazard is described
 * @param decided the choice on record, "" if none
 */
public record Finding(
    String rule,
    Severity severity,
    String object,
    String what,
    Evidence evidence,
    String effect,
    String standard,
    List<String> choices,
    String alternatives,
    String remedy,
    String reversibility,
    String verified,
    String page,
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

  /**
   * What was looked at and what was found; counts, and keys only where the team asked for them.
   *
   * @param said for people, in a sentence
   * @param query what was counted, to be run again; "" if nothing was counted
   * @param rowsScanned how many rows were looked at; 0 if it is not of rows
   * @param hits how often it was seen; a decision holds for as many
   * @param whole whether all there is was looked at
   * @param keys of some of the rows
   * @param position where the log was when the pass began, "" if it is not of rows
   * @param seconds what the pass over the table cost the source, for all that it counted there
   */
  public record Evidence(
      String said,
      String query,
      long rowsScanned,
      long hits,
      boolean whole,
      List<String> keys,
      String position,
      double seconds) {
    public Evidence {
      keys = List.copyOf(keys);
    }

    /** Of the schema, the settings or the figures: seen as a whole. */
    static Evidence of(String said, long hits) {
      return new Evidence(said, "", 0, hits, true, List.of(), "", 0);
    }
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
        alternatives,
        remedy,
        reversibility,
        verified,
        page,
        choice);
  }
}
