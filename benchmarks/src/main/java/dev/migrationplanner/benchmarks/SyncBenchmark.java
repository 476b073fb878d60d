package dev.migrationplanner.benchmarks;

import dev.migrationplanner.sync.Sync;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code sync}: how fast a backlog of random rows is made equal, and how long after its commit on
 * the source a row is seen on the target, by a probe of its own.
 */
@Command(
    name = "sync",
    mixinStandardHelpOptions = true,
    description = "Changed rows a second when behind, and the lag at a steady rate of writes.")
final class SyncBenchmark implements Callable<Integer> {

  private static final String CHANGE = "UPDATE bench.users SET balance = balance + 1 WHERE id = ?";

  @Mixin private StandOptions options = new StandOptions();

  @Option(names = "--rows", defaultValue = "2000000", description = "Rows (${DEFAULT-VALUE}).")
  private long rows;

  @Option(names = "--behind", defaultValue = "200000", description = "Backlog (${DEFAULT-VALUE}).")
  private int behind;

  @Option(names = "--rate", defaultValue = "1000", description = "Writes/s (${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "Of lag, the first five not counted (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--runs", defaultValue = "3", description = "Backlogs (${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--peer",
      description = "Also runs Debezium's engine and JDBC sink: the same writes, after ours.")
  private boolean peer;

  @Override
  public Integer call() throws Exception {
    System.out.println(
        "| contender | rows changed while behind | median rows/s | writes/s | lag p50, ms | p99, ms"
            + " | max, ms |");
    System.out.println("|---|---|---|---|---|---|---|");
    try (Stand stand = options.stand()) {
      BenchCase data = BenchCase.of("users", rows);
      stand.fill(data);
      stand.prepare(data);
      try (SyncStand synced = new SyncStand(stand, data)) {
        var rates = new ArrayList<Double>();
        for (int run = 0; run < runs; run++) {
          rates.add(catchUp(stand, synced, run));
        }
        print("Migration Planner", rates, lag().run(stand));
      }
      if (peer) {
        stand.prepare(data);
        new SyncStand(stand, data).close();
        peer(stand);
      }
    }
    return 0;
  }

  private LagProbe lag() {
    return new LagProbe(rows, rate, seconds);
  }

  /** The tables are those that ours has copied anew; the log is read from now on. */
  private void peer(Stand stand) throws Exception {
    try (Debezium debezium = Debezium.start(stand)) {
      awaitReading(stand);
      var rates = new ArrayList<Double>();
      for (int run = 0; run < runs; run++) {
        debezium.hold();
        change(stand, 1_000 + run);
        String last = mark(stand, run);
        long begun = System.nanoTime();
        debezium.go();
        awaitMark(stand, last);
        rates.add(rate(begun));
      }
      print(Debezium.version(), rates, lag().run(stand));
    }
  }

  /** The last change of a backlog: seen on the target, all before it are. */
  private String mark(Stand stand, int run) throws SQLException {
    String last = "last of " + run + " " + System.nanoTime();
    try (Connection connection = stand.source();
        PreparedStatement change =
            connection.prepareStatement("UPDATE bench.users SET about = ? WHERE id = 1")) {
      change.setString(1, last);
      change.executeUpdate();
    }
    return last;
  }

  /** Its engine says that it polls before it reads: only a change that arrives shows it. */
  private void awaitReading(Stand stand) throws Exception {
    for (int i = 0; !isThere(stand, mark(stand, -1)); i++) {
      if (i == 300) {
        throw new IllegalStateException("the peer brings no change");
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static boolean isThere(Stand stand, String last) throws Exception {
    TimeUnit.MILLISECONDS.sleep(500);
    try (Connection connection = stand.target(Stand.DATABASE);
        PreparedStatement look =
            connection.prepareStatement("SELECT FROM public.users WHERE id = 1 AND about = ?")) {
      look.setString(1, last);
      try (ResultSet row = look.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void awaitMark(Stand stand, String last) throws Exception {
    try (Connection connection = stand.target(Stand.DATABASE);
        PreparedStatement look =
            connection.prepareStatement("SELECT FROM public.users WHERE id = 1 AND about = ?")) {
      look.setString(1, last);
      while (true) {
        try (ResultSet row = look.executeQuery()) {
          if (row.next()) {
            return;
          }
        }
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
  }

  private void print(String contender, List<Double> rates, Latencies lag) {
    rates.sort(null);
    System.out.printf(
        "| %s | %d | %.0f | %d | %.0f | %.0f | %.0f |%n",
        contender,
        behind,
        rates.get(rates.size() / 2),
        rate,
        lag.quantile(0.5),
        lag.quantile(0.99),
        lag.max());
  }

  /** Rows a second from the moment the backlog stands to the moment both sides are equal. */
  private double catchUp(Stand stand, SyncStand synced, int run) throws Exception {
    synced.sync().mode(Sync.Mode.COLLECT);
    change(stand, run);
    long begun = System.nanoTime();
    synced.sync().mode(Sync.Mode.HOP);
    synced.awaitEqual();
    return rate(begun);
  }

  private double rate(long begun) {
    double took = Shell.secondsSince(begun);
    System.err.printf(
        "%d random rows made equal in %.2f s: %.0f rows/s%n", behind, took, behind / took);
    return behind / took;
  }

  private void change(Stand stand, int seed) throws SQLException {
    var choice = new Random(seed);
    try (Connection connection = stand.source();
        PreparedStatement change = connection.prepareStatement(CHANGE)) {
      connection.setAutoCommit(false);
      for (int i = 0; i < behind; i++) {
        change.setLong(1, 1 + (long) (choice.nextDouble() * rows));
        change.addBatch();
        if (i % 500 == 499) {
          change.executeBatch();
          connection.commit();
        }
      }
      change.executeBatch();
      connection.commit();
    }
  }
}
