package dev.migrationplanner.benchmarks;

import dev.migrationplanner.benchmarks.Contender.Timing;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Medians and ratios as a Markdown table. */
final class Report {

  private final List<String> lines = new ArrayList<>();
  private final List<String> settings = new ArrayList<>();

  Report(Stand stand) throws SQLException {
    lines.add(
        "Servers: "
            + String.join(", ", stand.versions())
            + ". Processors: "
            + Runtime.getRuntime().availableProcessors()
            + ".");
    lines.add("");
    lines.add(
        "| case | contender | data, s | whole, s | data, ours is faster by | whole, ours is faster by |");
    lines.add("|---|---|---|---|---|---|");
  }

  void add(BenchCase data, Map<Contender, List<Timing>> timings) {
    Contender first = timings.keySet().iterator().next();
    double ourData = median(timings.getOrDefault(first, List.of()), Timing::data);
    double ourWhole = median(timings.getOrDefault(first, List.of()), Timing::whole);
    timings.forEach(
        (contender, all) -> {
          double dataSeconds = median(all, Timing::data);
          double whole = median(all, Timing::whole);
          lines.add(
              String.format(
                  Locale.ROOT,
                  "| %s | %s (%d runs) | %.2f | %.2f | %.2f | %.2f |",
                  data.description(),
                  contender.name(),
                  all.size(),
                  dataSeconds,
                  whole,
                  dataSeconds / ourData,
                  whole / ourWhole));
          String line = "- " + contender.name() + ": " + contender.settings();
          if (!settings.contains(line)) {
            settings.add(line);
          }
        });
  }

  void print() throws IOException {
    System.out.println();
    lines.forEach(System.out::println);
    System.out.println();
    settings.forEach(System.out::println);
  }

  static double median(List<Timing> timings, ToDoubleFunction<Timing> of) {
    double[] sorted = timings.stream().mapToDouble(of).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
