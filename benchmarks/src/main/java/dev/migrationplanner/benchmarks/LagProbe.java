package dev.migrationplanner.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Single-row commits on the source at a steady rate, and a probe of its own that asks the target
 * for every 50th row until it sees it.
 *
 * @param rows of the users table
 * @param rate writes a second
 * @param seconds of writing, the first five not counted
 */
record LagProbe(long rows, int rate, int seconds) {

  private static final int WRITERS = 4;
  private static final long WARM_UP_NANOS = 5_000_000_000L;

  /** From a commit's acknowledgement to the row's sight on the other side. */
  Latencies run(Stand stand) throws Exception {
    var lag = new Latencies();
    long run = System.nanoTime(); // No value of an earlier run may pass for one of this.
    var written = new ConcurrentLinkedQueue<long[]>();
    var stop = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(WRITERS + 1);
    List<Future<?>> running = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      running.add(pool.submit(() -> write(stand, run, number, stop, written)));
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
      Stand stand, long run, int number, AtomicBoolean stop, ConcurrentLinkedQueue<long[]> written)
      throws SQLException, InterruptedException {
    long stepNanos = 1_000_000_000L * WRITERS / rate;
    var choice = new Random(100 + number);
    try (Connection connection = stand.source();
        PreparedStatement change =
            connection.prepareStatement("UPDATE bench.users SET about = ? WHERE id = ?")) {
      long due = System.nanoTime();
      for (long i = 1; !stop.get(); i++) {
        long id = 1 + number + WRITERS * (long) (choice.nextDouble() * (rows / WRITERS - 1));
        long value = run + i * WRITERS + number;
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
