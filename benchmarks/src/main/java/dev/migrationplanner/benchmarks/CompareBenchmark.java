package dev.migrationplanner.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code compare}: our full comparison beside one MD5 aggregate over all columns on each side. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Full comparison of the users table against each side's own MD5 aggregate.")
final class CompareBenchmark implements Callable<Integer> {

  private static final Pattern DATA = Pattern.compile("data ([0-9.]+) s");
  private static final String COLUMNS =
      "id, email, name, about, balance, active, born, created_at, settings";

  @Mixin private StandOptions options = new StandOptions();

  @Option(
      names = "--rows",
      defaultValue = "2000000",
      description = "Rows (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(names = "--runs", defaultValue = "3", description = "Runs (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(names = "--workers", defaultValue = "0", description = "Our workers; 0 = the default.")
  private int workers;

  @Option(names = "--java-options", split = " ", description = "More options of our JVM.")
  private List<String> javaOptions = List.of();

  @Override
  public Integer call() throws Exception {
    try (Stand stand = options.stand()) {
      BenchCase data = BenchCase.of("users", rows);
      stand.fill(data);
      stand.prepare(data);
      Ours ours = new Ours(javaOptions, workers);
      ours.run(stand, data);
      stand.onTarget(List.of("VACUUM (ANALYZE) public.users"));
      var source = new ArrayList<Double>();
      var target = new ArrayList<Double>();
      var us = new ArrayList<Double>();
      for (int run = 0; run < runs; run++) {
        source.add(sourceAggregate(stand));
        target.add(targetAggregate(stand));
        us.add(ours(stand, ours));
        System.out.printf(
            "MariaDB's MD5 %.2f s, PostgreSQL's MD5 %.2f s, our comparison %.2f s%n",
            source.get(run), target.get(run), us.get(run));
      }
      double slower = Math.max(median(source), median(target));
      System.out.printf(
          "%n| rows | MariaDB's own MD5, s | PostgreSQL's own MD5, s | our full comparison, s | ratio to the slower |%n");
      System.out.println("|---|---|---|---|---|");
      System.out.printf(
          "| %d | %.2f | %.2f | %.2f | %.2f |%n",
          rows, median(source), median(target), median(us), median(us) / slower);
    }
    return 0;
  }

  private static double sourceAggregate(Stand stand) throws SQLException {
    String sql =
        "SELECT count(*), sum(CAST(conv(left(md5(concat_ws(',', "
            + COLUMNS
            + ")), 16), 16, 10) AS UNSIGNED)) FROM bench.users";
    try (Connection connection = stand.source()) {
      return timed(connection, sql);
    }
  }

  private static double targetAggregate(Stand stand) throws SQLException {
    String sql =
        "SELECT count(*), sum(('x' || left(md5(concat_ws(',', "
            + COLUMNS
            + ")), 16))::bit(64)::bigint) FROM public.users";
    try (Connection connection = stand.target(Stand.DATABASE)) {
      return timed(connection, sql);
    }
  }

  private static double timed(Connection connection, String sql) throws SQLException {
    long begun = System.nanoTime();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return Shell.secondsSince(begun);
    }
  }

  private static double ours(Stand stand, Ours ours) throws Exception {
    String said = Shell.run(ours.command(stand, "compare"), Map.of());
    Matcher found = DATA.matcher(said);
    if (!found.find()) {
      throw new IllegalStateException(said);
    }
    return Double.parseDouble(found.group(1));
  }

  private static double median(List<Double> values) {
    return Report.median(
        values.stream().map(v -> new Contender.Timing(v, v)).toList(), Contender.Timing::data);
  }
}
