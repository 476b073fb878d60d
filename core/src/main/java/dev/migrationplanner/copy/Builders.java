package dev.migrationplanner.copy;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs groups of statements on the target, several groups at once; the first error ends it. */
final class Builders {

  private static final int THREADS_MAX = 4;

  private final Database target;
  private final int threads =
      Math.max(2, Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors()));

  Builders(Database target) {
    this.target = target;
  }

  /** What is done with a group. */
  interface Work {
    void run(Connection connection, List<String> statements) throws SQLException;
  }

  void run(List<List<String>> groups, Work work) throws SQLException, InterruptedException {
    Queue<List<String>> queue = new ConcurrentLinkedQueue<>(groups);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < Math.min(threads, groups.size()); i++) {
        running.add(
            pool.submit(
                () -> {
                  drain(queue, work);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        await(one);
      }
    } finally {
      queue.clear();
      pool.shutdownNow();
    }
  }

  private void drain(Queue<List<String>> queue, Work work) throws SQLException {
    try (Connection connection = target.connect(Use.CREATE)) {
      for (List<String> group = queue.poll(); group != null; group = queue.poll()) {
        work.run(connection, group);
      }
    }
  }

  private static void await(Future<?> running) throws SQLException, InterruptedException {
    try {
      running.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException error) {
        throw error;
      }
      throw new IllegalStateException("the target's indexes could not be built", e.getCause());
    }
  }
}
