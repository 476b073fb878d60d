package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Plan.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The steps over time as a picture: a bar from when a step can begin at the earliest to when it
 * ends every other time, a thin line to when it ends nine in ten times; what nothing can be done
 * beside is darker. Inline SVG, no script, loads nothing.
 */
final class Timeline {

  private static final int ROW = 18;
  private static final int LEFT = 330;
  private static final int WIDTH = 960;
  private static final int TITLE_MAX = 46;

  private final Plan plan;
  private final Map<String, Double> begins = new HashMap<>();
  private double end = 1;

  private Timeline(Plan plan) {
    this.plan = plan;
    for (Step step : plan.steps()) {
      double begin = 0;
      for (String id : step.after()) {
        begin = Math.max(begin, begins.getOrDefault(id, 0.0) + p50(id));
      }
      begins.put(step.id(), begin);
      end = Math.max(end, begin + Math.max(0, step.estimate().p90Seconds()));
    }
  }

  static String svg(Plan plan) {
    return new Timeline(plan).svg();
  }

  private double p50(String id) {
    return plan.steps().stream()
        .filter(s -> s.id().equals(id))
        .mapToDouble(s -> Math.max(0, s.estimate().p50Seconds()))
        .findFirst()
        .orElse(0);
  }

  private String svg() {
    List<Step> steps = plan.steps();
    int height = ROW * (steps.size() + 2);
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "<svg role=\"img\" aria-label=\"Timeline of the steps\" viewBox=\"0 0 %d %d\" font-size=\"11\""
                + " font-family=\"system-ui, sans-serif\" fill=\"currentColor\">%n",
            WIDTH,
            height));
    for (int i = 0; i < steps.size(); i++) {
      row(text, steps.get(i), i);
    }
    axis(text, steps.size());
    return text.append("</svg>\n").toString().replace(System.lineSeparator(), "\n");
  }

  private double x(double seconds) {
    return LEFT + (WIDTH - LEFT - 10) * seconds / end;
  }

  private void row(StringBuilder text, Step step, int row) {
    double begin = begins.getOrDefault(step.id(), 0.0);
    int y = ROW * row + ROW;
    String title = step.id() + " " + step.action();
    String shown = title.length() > TITLE_MAX ? title.substring(0, TITLE_MAX) + "\u2026" : title;
    text.append(
        String.format(Locale.ROOT, "<text x=\"0\" y=\"%d\">%s</text>%n", y, Html.escaped(shown)));
    if (!step.estimate().known()) {
      text.append(
          String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">not known</text>%n", x(begin), y));
      return;
    }
    boolean critical = plan.criticalPath().steps().contains(step.id());
    double from = x(begin);
    double to = Math.max(from + 2, x(begin + step.estimate().p50Seconds()));
    double late = Math.max(to, x(begin + step.estimate().p90Seconds()));
    text.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"9\" fill=\"#2a6f97\" opacity=\"%s\"/>"
                + "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"1\"/>%n",
            from,
            y - 9,
            to - from,
            critical ? "1" : "0.45",
            to,
            y - 5,
            late - to));
  }

  private void axis(StringBuilder text, int rows) {
    int y = ROW * (rows + 1) + 8;
    for (int i = 0; i <= 4; i++) {
      double at = end * i / 4;
      text.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
              x(at),
              y,
              i == 4 ? "end" : "start",
              i == 0 ? "begin" : Texts.duration(Duration.ofSeconds(Math.round(at)))));
    }
  }
}
