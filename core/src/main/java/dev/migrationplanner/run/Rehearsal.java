package dev.migrationplanner.run;

import dev.migrationplanner.plan.MigrationPattern;
import dev.migrationplanner.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the record of a migration on copies proves of a plan: that every phase was left backwards,
 * how long that took, and that the plan was this one but for where its systems are. Pure.
 *
 * @param back how long the way back out of each phase took, at its slowest
 * @param at when it was last gone
 * @param missing what keeps it from being a rehearsal of the plan; empty if nothing does
 */
public record Rehearsal(Map<Integer, Duration> back, String at, List<String> missing) {

  /** Recorded by a rollback once it has landed. */
  static final String OUT_OF = "rolled back out of phase ";

  private static final Pattern TOOK = Pattern.compile("(\\d+) ms.*", Pattern.DOTALL);
  private static final int LAST = 6;

  public Rehearsal {
    back = java.util.Collections.unmodifiableMap(new TreeMap<>(back));
    missing = List.copyOf(missing);
  }

  /**
   * Holds the record against the plan.
   *
   * @param rehearsed the plan that was carried out on the copies
   * @param ageMax older than that it proves nothing
   */
  public static Rehearsal of(
      Plan plan, Plan rehearsed, List<Status.Entry> history, Duration ageMax, Instant now) {
    var back = new TreeMap<Integer, Duration>();
    String at = "";
    for (Status.Entry entry : history) {
      Matcher took = TOOK.matcher(entry.why());
      if (entry.what().startsWith(OUT_OF) && took.matches()) {
        int phase = Integer.parseInt(entry.what().substring(OUT_OF.length()));
        Duration duration = Duration.ofMillis(Long.parseLong(took.group(1)));
        back.merge(phase, duration, (a, b) -> a.compareTo(b) > 0 ? a : b);
        at = at.compareTo(entry.at()) > 0 ? at : entry.at();
      }
    }
    List<String> missing = unlike(plan, rehearsed);
    pattern(plan).phases().stream()
        .filter(phase -> phase > 0 && phase < LAST && !back.containsKey(phase))
        .forEach(phase -> missing.add("phase " + phase + " was never rolled back out of"));
    if (!at.isEmpty() && Duration.between(Instant.parse(at), now).compareTo(ageMax) > 0) {
      missing.add("it is of " + at + ", older than limits.pilotAgeMax");
    }
    return new Rehearsal(back, at, missing);
  }

  private static MigrationPattern pattern(Plan plan) {
    return plan.file().pattern();
  }

  private static List<String> unlike(Plan plan, Plan rehearsed) {
    var unlike = new ArrayList<String>();
    if (!plan.pattern().equals(rehearsed.pattern())) {
      unlike.add("its pattern was " + rehearsed.pattern() + ", this is " + plan.pattern());
    }
    if (!plan.tool().equals(rehearsed.tool())) {
      unlike.add("it was made with version " + rehearsed.tool() + ", this is " + plan.tool());
    }
    if (!plan.sourceShape().equals(rehearsed.sourceShape())) {
      unlike.add("its source had other tables than this plan's");
    }
    if (!plan.tables().stream()
        .map(Plan.PlannedTable::target)
        .toList()
        .equals(rehearsed.tables().stream().map(Plan.PlannedTable::target).toList())) {
      unlike.add("its target had other tables than this plan's");
    }
    return unlike;
  }

  /** For the record. */
  public String text() {
    return "on copies until "
        + at
        + ", rolled back "
        + String.join(
            ", ",
            back.entrySet().stream()
                .map(
                    e ->
                        String.format(
                            Locale.ROOT,
                            "out of phase %d in %.1f s",
                            e.getKey(),
                            e.getValue().toMillis() / 1e3))
                .toList());
  }
}
