package dev.migrationplanner.shop;

import dev.migrationplanner.ledger.Ledger;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shop's customers: threads that write and read at a rate until they are stopped. The loop is
 * open, so a database that keeps them waiting gets the same load as one that does not, and the
 * waiting shows in the {@link PauseProbe}.
 */
public final class Traffic implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Traffic.class);
  private static final Duration END_WAIT = Duration.ofSeconds(30);

  private final Tally tally = new Tally();
  private final PauseProbe probe = new PauseProbe();
  private final Valve valve = new Valve();
  private final Gateway gateway;
  private final Pace writes;
  private final Pace reads;
  private final List<Thread> threads = new ArrayList<>();

  /** Work that was due at a moment. */
  private interface Step {
    void run(long dueNanos);
  }

  Traffic(TrafficOptions options, Memory memory, Ledger ledger, Gateway gateway) {
    this.gateway = gateway;
    this.writes = new Pace(options.writesPerSecond(), tally.shed);
    this.reads = new Pace(options.readsPerSecond(), tally.shed);
    Reservations reservations = new Reservations();
    RandomGenerator seeds = new SplittableRandom(options.seed());
    for (int index = 1; index <= options.writers(); index++) {
      Drafts drafts = new Drafts(memory, ledger, new SplittableRandom(seeds.nextLong()));
      Writer writer = new Writer(drafts, reservations, ledger, gateway, tally, probe);
      addThread("shop-writer-" + index, writes, writer::write);
    }
    for (int index = 1; index <= options.readers(); index++) {
      Reads reading = new Reads(memory, gateway, new SplittableRandom(seeds.nextLong()));
      addThread("shop-reader-" + index, reads, due -> read(reading));
    }
  }

  /** Opens the shop; once only. */
  public void start() {
    writes.restart();
    reads.restart();
    threads.forEach(Thread::start);
  }

  /**
   * Holds the traffic back; returns when nothing is in flight, secondary writes included.
   *
   * @throws IllegalStateException where something still is after the limit; the traffic stays held
   *     back
   */
  public void pause(Duration limit) throws InterruptedException {
    if (!valve.shut(limit) || !gateway.awaitRest(limit)) {
      throw new IllegalStateException(
          "The shop's traffic did not come to rest within " + limit.toMillis() + " ms.");
    }
  }

  /** Goes on after a pause; what was due meanwhile is forgotten. */
  public void resume() {
    writes.restart();
    reads.restart();
    valve.open();
  }

  /** Changes the rates while the traffic runs. */
  public void setRates(double writesPerSecond, double readsPerSecond) {
    writes.setRate(writesPerSecond);
    reads.setRate(readsPerSecond);
  }

  /** What was done so far; keep one and ask {@link Counts#since} for a phase. */
  public Counts counts() {
    return tally.counts();
  }

  /** How long writes waited. */
  public PauseProbe probe() {
    return probe;
  }

  /** Closes the shop for good and waits, for a bounded time, until its threads are home. */
  public void stop() {
    valve.end();
    long deadline = System.nanoTime() + END_WAIT.toNanos();
    for (Thread thread : threads) {
      join(thread, Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
    }
  }

  @Override
  public void close() {
    stop();
  }

  private void addThread(String name, Pace pace, Step step) {
    Thread thread = new Thread(() -> loop(pace, step), name);
    thread.setDaemon(true);
    threads.add(thread);
  }

  private void loop(Pace pace, Step step) {
    try {
      while (valve.enter()) {
        try {
          step.run(pace.await());
        } finally {
          valve.leave();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("A thread of the shop ended; the others go on.", e);
    }
  }

  private void read(Reads reading) {
    try {
      reading.any();
      tally.reads.increment();
    } catch (SQLException | RuntimeException e) {
      log.debug("a read failed", e);
      tally.readErrors.increment();
    }
  }

  private static void join(Thread thread, long millis) {
    if (!thread.isAlive()) {
      return;
    }
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      log.warn("{} still waits for a database and is left behind.", thread.getName());
    }
  }
}
