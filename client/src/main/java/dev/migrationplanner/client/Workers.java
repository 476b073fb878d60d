package dev.migrationplanner.client;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A bounded pool of named daemon threads with a bounded queue. Offering never waits. */
final class Workers implements AutoCloseable {
  private static final long CLOSE_SECONDS_MAX = 2;

  private final ThreadPoolExecutor pool;

  Workers(String name, int threads, int queueLengthMax) {
    AtomicInteger number = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queueLengthMax),
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  /** Whether the task found room. */
  boolean offer(Runnable task) {
    try {
      pool.execute(task);
      return true;
    } catch (RejectedExecutionException full) {
      return false;
    }
  }

  /** Runs the task on a worker, or on the calling thread where there is no room. */
  void run(Runnable task) {
    if (!offer(task)) {
      task.run();
    }
  }

  /** Takes nothing more; what waits still runs. */
  void stopAccepting() {
    pool.shutdown();
  }

  /**
   * Gives what waits some time to run, interrupts what runs still, and gives back what never ran.
   */
  List<Runnable> stop() {
    pool.shutdown();
    try {
      pool.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return pool.shutdownNow();
  }

  /** Interrupts what runs and forgets what waits. */
  @Override
  public void close() {
    pool.shutdownNow();
  }
}
