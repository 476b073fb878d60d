package dev.migrationplanner.benchmarks;

import dev.migrationplanner.benchmarks.Contender.Timing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code copy}: us and the peers alternately. */
@Command(
    name = "copy",
    mixinStandardHelpOptions = true,
    description = "MariaDB to PostgreSQL: us and the peers in turn.")
final class CopyBenchmark implements Callable<Integer> {

  @Mixin private StandOptions options = new StandOptions();

  @Option(
      names = "--case",
      split = ",",
      defaultValue = "users",
      description = "users, narrow, wide, many (default: ${DEFAULT-VALUE}).")
  private List<String> cases = List.of();

  @Option(names = "--rows", defaultValue = "0", description = "Rows; 0 = the case's own number.")
  private long rows;

  @Option(
      names = "--runs",
      defaultValue = "3",
      description = "Runs of each contender (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(names = "--only", split = ",", description = "ours, pgloader, pipe (default: all).")
  private List<String> only = List.of();

  @Option(names = "--workers", defaultValue = "0", description = "Our workers; 0 = the default.")
  private int workers;

  @Option(names = "--java-options", split = " ", description = "More options of our JVM.")
  private List<String> javaOptions = List.of();

  @Override
  public Integer call() throws Exception {
    try (Stand stand = options.stand()) {
      Report report = new Report(stand);
      for (String name : cases) {
        BenchCase data = BenchCase.of(name, rows);
        stand.fill(data);
        report.add(data, measure(stand, data));
      }
      report.print();
    }
    return 0;
  }

  private Map<Contender, List<Timing>> measure(Stand stand, BenchCase data) throws Exception {
    Map<Contender, List<Timing>> timings = new LinkedHashMap<>();
    for (Contender contender : contenders()) {
      stand.prepare(data);
      contender.warmUp(stand);
    }
    for (int run = 0; run < runs; run++) {
      for (Contender contender : contenders()) {
        stand.prepare(data);
        Timing timing = contender.run(stand, data);
        long arrived = stand.rowsOnTarget(data);
        if (arrived != data.rows()) {
          throw new IllegalStateException(
              contender.name() + " brought " + arrived + " rows of " + data.rows());
        }
        System.out.printf(
            "%-18s data %6.2f s, whole %6.2f s%n", contender.name(), timing.data(), timing.whole());
        timings.computeIfAbsent(contender, c -> new ArrayList<>()).add(timing);
      }
    }
    return timings;
  }

  private final List<Contender> all = new ArrayList<>();

  private List<Contender> contenders() throws java.io.IOException {
    if (all.isEmpty()) {
      Map<String, Contender> known = new LinkedHashMap<>();
      known.put("ours", new Ours(javaOptions, workers));
      known.put("pgloader", new PgLoader());
      known.put("pipe", new Pipe());
      known.forEach(
          (name, contender) -> {
            if (only.isEmpty() || only.contains(name)) {
              all.add(contender);
            }
          });
    }
    return all;
  }
}
