package dev.migrationplanner.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.migrationplanner.client.Migration;
import dev.migrationplanner.client.Options;
import dev.migrationplanner.client.RowKey;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.sync.Flip;
import dev.migrationplanner.sync.FlipOptions;
import dev.migrationplanner.sync.FlipOutcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code flip}: authority goes to and fro under writes of the client library that arrive by the
 * clock, whether the one before was answered or not; the time from when a write was due to its
 * answer, for those that were due around a flip. No control plane is there: the instances learn of
 * each flip from the databases.
 */
@Command(
    name = "flip",
    mixinStandardHelpOptions = true,
    description = "How long writes wait around a flip, at a steady rate of arrivals.")
final class FlipBenchmark implements Callable<Integer> {

  private static final int WRITERS = 32;
  private static final long MARGIN_NANOS = 50_000_000;

  @Mixin private StandOptions options = new StandOptions();

  @Option(names = "--rows", defaultValue = "100000", description = "Rows (${DEFAULT-VALUE}).")
  private long rows;

  @Option(names = "--flips", defaultValue = "100", description = "Flips (${DEFAULT-VALUE}).")
  private int flips;

  @Option(names = "--rate", defaultValue = "1000", description = "Writes/s (${DEFAULT-VALUE}).")
  private int rate;

  /** A write: when it was due and when it was answered, in nanoseconds. */
  private record Answered(long due, long at) {}

  private final AtomicLong next = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  @Override
  public Integer call() throws Exception {
    try (Stand stand = options.stand()) {
      BenchCase data = BenchCase.of("users", rows);
      stand.fill(data);
      stand.prepare(data);
      try (SyncStand synced = new SyncStand(stand, data);
          HikariDataSource source = pool("mariadb", stand.sourcePort(), "root");
          HikariDataSource target = pool("postgresql", stand.targetPort(), "postgres");
          Migration migration = Migration.open(options(), source, target)) {
        report(run(synced, migration));
      }
    }
    return failed.get() == 0 ? 0 : 1;
  }

  private List<Latencies> run(SyncStand synced, Migration migration) throws Exception {
    var stop = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
    List<Future<List<Answered>>> writers = new ArrayList<>();
    long begun = System.nanoTime();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(pool.submit(() -> write(migration, begun, stop)));
    }
    TimeUnit.SECONDS.sleep(5);
    List<long[]> windows = new ArrayList<>();
    var pauses = new Latencies();
    for (int flip = 0; flip < flips; flip++) {
      windows.add(flip(synced, flip, pauses));
      TimeUnit.MILLISECONDS.sleep(700);
    }
    stop.set(true);
    var answered = new ArrayList<Answered>();
    for (Future<List<Answered>> writer : writers) {
      answered.addAll(writer.get());
    }
    pool.shutdown();
    var around = new Latencies();
    var all = new Latencies();
    for (Answered write : answered) {
      double millis = (write.at - write.due) / 1e6;
      all.add(millis);
      if (windows.stream().anyMatch(w -> write.due >= w[0] && write.due <= w[1])) {
        around.add(millis);
      }
    }
    return List.of(pauses, around, all);
  }

  private long[] flip(SyncStand synced, int number, Latencies pauses) throws Exception {
    Stage stage = number % 2 == 0 ? Stage.RAMP_DOWN : Stage.OFF;
    for (int attempt = 0; attempt < 20; attempt++) {
      FlipOutcome outcome;
      try {
        outcome =
            new Flip(synced.sync(), synced.tables(), FlipOptions.DEFAULT)
                .attempt(number + 1L, stage);
      } catch (SQLException notReady) {
        TimeUnit.MILLISECONDS.sleep(100);
        continue;
      }
      long ended = System.nanoTime();
      if (!outcome.flipped()) {
        System.out.printf(
            "flip %d let go after %.0f ms: %s%n", number, outcome.pauseMillis(), outcome.message());
      } else {
        pauses.add(outcome.pauseMillis());
        if (outcome.pauseMillis() > 300) {
          System.out.printf("flip %d held writers for %.0f ms%n", number, outcome.pauseMillis());
        }
        // The fence was let go just before the end: its length is the outcome's.
        return new long[] {ended - (long) (outcome.pauseMillis() * 1e6) - MARGIN_NANOS, ended};
      }
    }
    throw new IllegalStateException(
        "flip " + number + " did not succeed: " + synced.sync().status());
  }

  private List<Answered> write(Migration migration, long begun, AtomicBoolean stop)
      throws InterruptedException {
    var answered = new ArrayList<Answered>();
    while (!stop.get()) {
      long number = next.getAndIncrement();
      long due = begun + number * 1_000_000_000L / rate;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      long id = 1 + number * 7919 % rows;
      try {
        migration.write(
            Long.toString(id),
            List.of(RowKey.of("users", "id", id)),
            (connection, side) -> update(connection, id, number));
      } catch (SQLException | RuntimeException e) {
        if (failed.getAndIncrement() == 0) {
          System.out.println("a write failed: " + e);
        }
      }
      answered.add(new Answered(due, System.nanoTime()));
    }
    return answered;
  }

  private static int update(Connection connection, long id, long number) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE users SET about = ? WHERE id = ?")) {
      statement.setString(1, Long.toString(number));
      statement.setLong(2, id);
      return statement.executeUpdate();
    }
  }

  private void report(List<Latencies> seen) {
    System.out.printf("%nwrites that failed: %d%n", failed.get());
    System.out.println("| | count | p50, ms | p99, ms | max, ms |\n|---|---|---|---|---|");
    line("fence, by the tool's own clock", seen.get(0));
    line("writes due during a fence, or at most 50 ms before it", seen.get(1));
    line("all writes", seen.get(2));
  }

  private static void line(String what, Latencies seen) {
    System.out.printf(
        "| %s | %d | %.1f | %.1f | %.1f |%n",
        what, seen.count(), seen.quantile(0.5), seen.quantile(0.99), seen.max());
  }

  private static Options options() throws IOException {
    // Nobody listens there: an absent control plane stops no write.
    return new Options(
        SyncStand.MIGRATION,
        URI.create("http://127.0.0.1:9"),
        Files.createTempDirectory("mp-benchmark-"));
  }

  private static HikariDataSource pool(String driver, int port, String user) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(
        "jdbc:%s://127.0.0.1:%d/%s?user=%s".formatted(driver, port, Stand.DATABASE, user));
    pool.setMaximumPoolSize(WRITERS + 4);
    return pool;
  }
}
