package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Plan.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was estimated against what it took, for status and the final report. Pure. */
public final class PlanVersusActual {

  private PlanVersusActual() {}

  /**
   * How long a phase took.
   *
   * @param time of the tool, waiting for its gates included
   * @param waited for people after that
   * @param running whether it is not over yet
   * @param copyLeft what the copy's own pace says is left of it; negative if it does not run
   */
  public record Took(
      int phase, Duration time, Duration waited, boolean running, Duration copyLeft) {}

  /**
   * One phase.
   *
   * @param within where the actual time lies in the plan's range; "" where the plan could not tell
   * @param now the estimate as corrected by what has passed; the plan's own before it begins, and
   *     unknown once it is over
   */
  public record Line(
      int phase,
      String name,
      Estimate planned,
      long actualSeconds,
      long waitedSeconds,
      String within,
      Estimate now) {}

  /** A line for each phase that was begun, in the order of the plan; several goes are added. */
  public static List<Line> of(Plan plan, List<Took> took) {
    var lines = new ArrayList<Line>();
    for (Phase phase : plan.phases()) {
      List<Took> own = took.stream().filter(t -> t.phase() == phase.number()).toList();
      if (!own.isEmpty()) {
        lines.add(line(phase, own));
      }
    }
    return lines;
  }

  private static Line line(Phase phase, List<Took> own) {
    long actual = own.stream().mapToLong(t -> t.time().toSeconds()).sum();
    long waited = own.stream().mapToLong(t -> t.waited().toSeconds()).sum();
    Took last = own.get(own.size() - 1);
    Estimate now =
        last.running() ? corrected(phase, actual, last.copyLeft()) : Estimate.unknown("it is over");
    return new Line(
        phase.number(),
        phase.name(),
        phase.estimate(),
        actual,
        waited,
        within(phase.estimate(), actual, last.running()),
        now);
  }

  /**
   * While the copy runs, its own pace stands in the place of what was expected of it, and what
   * follows goes as much faster or slower; else the range is of those times that are left.
   */
  private static Estimate corrected(Phase phase, long passed, Duration copyLeft) {
    Estimate planned = phase.estimate();
    if (copyLeft.isNegative() || !planned.known()) {
      return planned.after(passed);
    }
    Estimate copy =
        phase.steps().stream()
            .filter(s -> s.id().equals(EarlyPhases.COPY))
            .map(Plan.Step::estimate)
            .filter(e -> e.known() && e.p50Seconds() > 0)
            .findFirst()
            .orElse(planned);
    double left = copyLeft.toSeconds();
    double pace = Math.max(0.1, Math.min(10, (passed + left) / copy.p50Seconds()));
    return Estimate.of(
        passed + left * 0.8 + pace * Math.max(0, planned.p10Seconds() - copy.p10Seconds()) * 0.8,
        passed + left + pace * Math.max(0, planned.p50Seconds() - copy.p50Seconds()),
        passed
            + left * 1.3
            + Math.max(1, pace) * Math.max(0, planned.p90Seconds() - copy.p90Seconds()) * 1.3,
        "the copy's pace up to now; what follows it goes as much faster or slower");
  }

  private static String within(Estimate estimate, long actual, boolean running) {
    if (!estimate.known()) {
      return "";
    }
    if (actual > estimate.p90Seconds()) {
      return "slower than p90";
    }
    if (running) {
      return "under way";
    }
    return actual < estimate.p10Seconds() ? "quicker than p10" : "within p10 and p90";
  }

  /** The lines as a Markdown table. */
  public static String markdown(List<Line> lines) {
    var text =
        new StringBuilder(
            "| Phase | Planned | Actual | | Waited for people | Now expected |\n"
                + "| --- | --- | --- | --- | --- | --- |\n");
    for (Line line : lines) {
      text.append("| ")
          .append(line.phase())
          .append(' ')
          .append(line.name())
          .append(" | ")
          .append(line.planned().text())
          .append(" | ")
          .append(text(line.actualSeconds()))
          .append(" | ")
          .append(line.within())
          .append(" | ")
          .append(text(line.waitedSeconds()))
          .append(" | ")
          .append(line.now().known() ? line.now().text() : "")
          .append(" |\n");
    }
    return text.toString().stripTrailing();
  }

  /** One phase in a few words, for status. */
  public static String words(Line line) {
    String planned =
        line.planned().known()
            ? " of " + line.planned().text() + " planned"
            : "; the plan could not tell";
    String late = line.within().startsWith("slower") ? ", slower than p90" : "";
    String now = line.now().known() ? "; now expected: " + line.now().text() : "";
    return text(line.actualSeconds()) + planned + late + now;
  }

  private static String text(long seconds) {
    return seconds <= 0 ? "no time" : Texts.duration(Duration.ofSeconds(seconds));
  }
}
