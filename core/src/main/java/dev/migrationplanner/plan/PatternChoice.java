package dev.migrationplanner.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The way this migration goes, and why; and why not the others.
 *
 * @param pattern as migration.yaml spells it
 * @param chosenBy "migration.yaml", or "the facts"
 */
public record PatternChoice(
    String pattern, String chosenBy, List<String> reasons, List<String> against) {

  private static final int STRANGERS_MAX = 3;

  public PatternChoice {
    reasons = List.copyOf(reasons);
    against = List.copyOf(against);
  }

  static PatternChoice of(MigrationFile file, Facts facts) {
    boolean told = file.pattern() != MigrationPattern.AUTO;
    MigrationPattern pattern = told ? file.pattern() : choose(file);
    return new PatternChoice(
        pattern.spelling(),
        told ? "migration.yaml" : "the facts",
        reasons(pattern, file, facts),
        against(pattern, file));
  }

  private static MigrationPattern choose(MigrationFile file) {
    boolean unchangeable = file.application().languages().isEmpty();
    boolean manyWriters = file.application().otherAccounts().size() > STRANGERS_MAX;
    return unchangeable || manyWriters ? MigrationPattern.SYNC_ONLY : MigrationPattern.DUAL_WRITE;
  }

  private static List<String> reasons(MigrationPattern pattern, MigrationFile file, Facts facts) {
    var reasons = new ArrayList<String>();
    if (pattern == MigrationPattern.DUAL_WRITE) {
      reasons.add(
          "the application can be changed (application.languages: "
              + String.join(", ", file.application().languages())
              + "), so that the target answers real reads and receives real writes before anything"
              + " depends on it");
      reasons.add("reads ramp by keys and go back in seconds; writes move only after that");
    } else {
      reasons.add(
          file.application().languages().isEmpty()
              ? "the application cannot be changed (application.languages is empty)"
              : "migration.yaml has "
                  + file.application().otherAccounts().size()
                  + " accounts that write without the library (application.otherAccounts)");
      reasons.add("the change log alone keeps the target current; then fence and flip");
    }
    boolean log =
        facts.source().requirements().stream().allMatch(r -> r.met() || !r.id().contains("log"));
    reasons.add(
        facts.onPaper()
            ? "that the source's log can be read is still to be seen"
            : log
                ? "the source's change log can be read, so no write is missed whoever makes it"
                : "the source's change log cannot be read yet: the findings say what to mend");
    return reasons;
  }

  private static List<String> against(MigrationPattern pattern, MigrationFile file) {
    var against = new ArrayList<String>();
    if (pattern == MigrationPattern.DUAL_WRITE) {
      against.add(
          "sync-only: the target would answer its first real read after the flip; nothing compares"
              + " reads before, and reads cannot ramp");
    } else {
      against.add(
          "dual-write: every writer has to use the library, and "
              + (file.application().languages().isEmpty() ? "this application" : "these writers")
              + " cannot");
    }
    against.add(
        "dual-write without a change log: writes that fail on the target, or pass by the library,"
            + " would be found by comparisons only; this tool does not offer it");
    against.add("feature-flag: for code beside code; rows have to be carried here");
    against.add(
        "blue-green: both deployments would share one database, or lose the writes made between");
    return against;
  }
}
