package dev.migrationplanner.app.kill;

import dev.migrationplanner.app.history.History;
import dev.migrationplanner.client.Comparison;
import dev.migrationplanner.client.Migration;
import dev.migrationplanner.client.RowKey;
import dev.migrationplanner.shop.Gateway;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Threads that work through the library and write down what they saw, until they are stopped. */
final class Clients implements AutoCloseable {
  private static final int WRITERS = 8;
  private static final int READERS = 2;
  private static final int READ_PAUSE_MILLIS = 6;
  private static final int RECENT = 500;
  private static final Duration REST_MAX = Duration.ofSeconds(60);

  private final Migration migration;
  private final History history = new History();
  private final Queue<Long> removable = new ConcurrentLinkedQueue<>();
  private final ReentrantReadWriteLock rest = new ReentrantReadWriteLock(true);
  private final List<Thread> threads = new ArrayList<>();
  private final int pauseMillis;
  private volatile boolean stopped;

  /**
   * Not started yet.
   *
   * @param pauseMillis between two operations of one writer, at most
   */
  Clients(Migration migration, long seed, int pauseMillis) {
    this.migration = migration;
    this.pauseMillis = pauseMillis;
    for (int i = 0; i < WRITERS; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      threads.add(new Thread(() -> loop(() -> write(random)), "client-" + i));
    }
    for (int i = 0; i < READERS; i++) {
      SplittableRandom random = new SplittableRandom(seed - 1 - i);
      threads.add(new Thread(() -> loop(() -> read(random)), "reader-" + i));
    }
  }

  private interface Turn {
    void run() throws InterruptedException;
  }

  void start() {
    threads.forEach(thread -> thread.setDaemon(true));
    threads.forEach(Thread::start);
  }

  History history() {
    return history;
  }

  /** Returns when nothing is in flight; nothing begins until {@link #goOn}. */
  void pause() throws InterruptedException {
    rest.writeLock().lock();
    if (!migration.awaitSecondaryWrites(REST_MAX)) {
      throw new IllegalStateException("secondary writes are still on their way");
    }
  }

  /** By the thread that paused. */
  void goOn() {
    rest.writeLock().unlock();
  }

  private void loop(Turn turn) {
    try {
      while (!stopped) {
        rest.readLock().lock();
        try {
          turn.run();
        } finally {
          rest.readLock().unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(SplittableRandom random) throws InterruptedException {
    Long victim = random.nextInt(10) == 0 ? removable.poll() : null;
    Deed deed = Deed.draw(history, random, victim == null ? 0 : victim);
    if (victim != null && !deed.removes()) {
      removable.add(victim);
    }
    try {
      deed.call().ok(migration.write(deed.routingKey(), deed.rows(), deed));
      if (deed.adds() && random.nextInt(3) == 0) {
        removable.add(deed.call().number());
      }
    } catch (SQLException | RuntimeException e) {
      if (Gateway.leavesOpen(e)) {
        deed.call().unknown();
      } else {
        deed.call().failed();
        Thread.sleep(20);
      }
    }
    Thread.sleep(random.nextInt(pauseMillis + 1));
  }

  /** A transfer of some time ago: written once, and no fresh write keeps it on the authority. */
  private void read(SplittableRandom random) throws InterruptedException {
    long number = 1 + random.nextLong(Math.max(1, history.size() - RECENT));
    try {
      long unused =
          migration.read(
              "reader-" + number,
              "transfers",
              (connection, side) -> amount(connection, number),
              Comparison.byEquals(RowKey.of("transfers", "operation", number)));
    } catch (SQLException | RuntimeException e) {
      Thread.sleep(20);
    }
    Thread.sleep(READ_PAUSE_MILLIS);
  }

  private static long amount(Connection connection, long number) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT amount FROM transfers WHERE operation = " + number)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join(10_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
