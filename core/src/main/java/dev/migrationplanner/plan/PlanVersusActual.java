package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Plan.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was estimated against what it took, for the final report. Pure. */
public final class PlanVersusActual {

  private PlanVersusActual() {}

  /** How long a phase took of the tool, waiting for its gates included. */
  public record Took(int phase, Duration time) {}

  /**
   * One phase.
   *
   * @param within whether it took p10 to p90; "" where the plan could not tell
   */
  public record Line(
      int phase,
      String name,
      long p10Seconds,
      long p50Seconds,
      long p90Seconds,
      long actualSeconds,
      String within) {}

  /**
   * A line for each phase that was carried out, in the order of the plan; several goes are added.
   */
  public static List<Line> of(Plan plan, List<Took> took) {
    var lines = new ArrayList<Line>();
    for (Phase phase : plan.phases()) {
      List<Took> own = took.stream().filter(t -> t.phase() == phase.number()).toList();
      if (!own.isEmpty()) {
        long actual = own.stream().mapToLong(t -> t.time().toSeconds()).sum();
        Estimate e = phase.estimate();
        lines.add(
            new Line(
                phase.number(),
                phase.name(),
                e.p10Seconds(),
                e.p50Seconds(),
                e.p90Seconds(),
                actual,
                within(e, actual)));
      }
    }
    return lines;
  }

  private static String within(Estimate estimate, long actual) {
    if (!estimate.known()) {
      return "";
    }
    return actual < estimate.p10Seconds()
        ? "quicker than p10"
        : actual > estimate.p90Seconds() ? "slower than p90" : "within p10 and p90";
  }

  /** The lines as a Markdown table. */
  public static String markdown(List<Line> lines) {
    var text =
        new StringBuilder(
            "| Phase | p10 | p50 | p90 | Actual | |\n| --- | --- | --- | --- | --- | --- |\n");
    for (Line line : lines) {
      text.append("| ")
          .append(line.phase())
          .append(' ')
          .append(line.name())
          .append(" | ")
          .append(text(line.p10Seconds()))
          .append(" | ")
          .append(text(line.p50Seconds()))
          .append(" | ")
          .append(text(line.p90Seconds()))
          .append(" | ")
          .append(text(line.actualSeconds()))
          .append(" | ")
          .append(line.within())
          .append(" |\n");
    }
    return text.toString();
  }

  private static String text(long seconds) {
    return seconds < 0 ? "not known" : Texts.duration(Duration.ofSeconds(seconds));
  }
}
