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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

  private static final int WRITERS = 4;
  private static final long WARM_UP_NANOS = 5_000_000_000L;
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

  @Override
  public Integer call() throws Exception {
    try (Stand stand = options.stand()) {
      BenchCase data = BenchCase.of("users", rows);
      stand.fill(data);
      stand.prepare(data);
      try (SyncStand synced = new SyncStand(stand, data)) {
        var rates = new ArrayList<Double>();
        for (int run = 0; run < runs; run++) {
          rates.add(catchUp(stand, synced, run));
        }
        rates.sort(null);
        Latencies lag = lag(stand);
        System.out.printf(
            "%n| rows changed while behind | median rows/s | writes/s | lag p50, ms | p99, ms | max, ms |%n");
        System.out.println("|---|---|---|---|---|---|");
        System.out.printf(
            "| %d | %.0f | %d | %.0f | %.0f | %.0f |%n",
            behind,
            rates.get(rates.size() / 2),
            rate,
            lag.quantile(0.5),
            lag.quantile(0.99),
            lag.max());
      }
    }
    return 0;
  }

  /** Rows a second from the moment the backlog stands to the moment both sides are equal. */
  private double catchUp(Stand stand, SyncStand synced, int run) throws Exception {
    synced.sync().mode(Sync.Mode.COLLECT);
    var choice = new Random(run);
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
    long begun = System.nanoTime();
    synced.sync().mode(Sync.Mode.HOP);
    synced.awaitEqual();
    double took = Shell.secondsSince(begun);
    System.out.printf(
        "%d random rows made equal in %.2f s: %.0f rows/s%n", behind, took, behind / took);
    return behind / took;
  }

  /** From a commit's acknowledgement to the row's sight on the other side. */
  private Latencies lag(Stand stand) throws Exception {
    var lag = new Latencies();
    var written = new ConcurrentLinkedQueue<long[]>();
    var stop = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(WRITERS + 1);
    List<Future<?>> running = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      running.add(pool.submit(() -> write(stand, number, stop, written)));
    }
    Future<?> probe = pool.submit(() -> probe(stand, stop, written, lag));
    TimeUnit.SECONDS.sleep(seconds);
    stop.set(true);
    for (Future<?> writer : running) {
      writer.get();
    }
    probe.get();
    pool.shutdown();
    System.out.printf("lag looked at %d times%n", lag.count());
    return lag;
  }

  /** Each writer has rows of its own; every 50th write tells the probe its row, value and time. */
  private Void write(
      Stand stand, int number, AtomicBoolean stop, ConcurrentLinkedQueue<long[]> written)
      throws SQLException, InterruptedException {
    long stepNanos = 1_000_000_000L * WRITERS / rate;
    var choice = new Random(100 + number);
    try (Connection connection = stand.source();
        PreparedStatement change =
            connection.prepareStatement("UPDATE bench.users SET about = ? WHERE id = ?")) {
      long due = System.nanoTime();
      for (long i = 1; !stop.get(); i++) {
        long id = 1 + number + WRITERS * (long) (choice.nextDouble() * (rows / WRITERS - 1));
        long value = i * WRITERS + number;
        change.setString(1, Long.toString(value));
        change.setLong(2, id);
        change.executeUpdate();
        if (i % 50 == 0) {
          written.add(new long[] {id, value, System.nanoTime()});
        }
        due += stepNanos;
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      }
    }
    return null;
  }

  private static Void probe(
      Stand stand, AtomicBoolean stop, ConcurrentLinkedQueue<long[]> written, Latencies lag)
      throws SQLException {
    try (Connection connection = stand.target(Stand.DATABASE);
        PreparedStatement look =
            connection.prepareStatement("SELECT about FROM public.users WHERE id = ?")) {
      long begun = System.nanoTime();
      while (!stop.get() || !written.isEmpty()) {
        long[] next = written.poll();
        if (next != null) {
          double millis = untilSeen(look, next);
          if (next[2] - begun > WARM_UP_NANOS) {
            lag.add(millis);
          }
        }
      }
    }
    return null;
  }

  private static double untilSeen(PreparedStatement look, long[] written) throws SQLException {
    while (true) {
      look.setLong(1, written[0]);
      try (ResultSet row = look.executeQuery()) {
        if (row.next() && Long.toString(written[1]).equals(row.getString(1))) {
          return (System.nanoTime() - written[2]) / 1e6;
        }
      }
      if (System.nanoTime() - written[2] > 5_000_000_000L) {
        return 5_000; // Written over since, or later than five seconds: counted as that.
      }
    }
  }
}
