package dev.migrationplanner.verify;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Some threads that do pieces of one work until there are none left; the first error ends it. */
final class Crew {

  private final int threads;
  private final AtomicBoolean failed = new AtomicBoolean();

  Crew(int threads) {
    this.threads = threads;
  }

  /** Does a piece; false if there was none left. */
  interface Piece {
    boolean take() throws SQLException, InterruptedException;
  }

  void run(Piece work) throws SQLException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(pool.submit(() -> all(work)));
      }
      for (Future<?> one : running) {
        await(one);
      }
    } finally {
      failed.set(true);
      pool.shutdownNow();
    }
  }

  private boolean all(Piece work) throws SQLException, InterruptedException {
    boolean whole = false;
    try {
      boolean more = true;
      while (more && !failed.get()) {
        more = work.take();
      }
      whole = true;
    } finally {
      if (!whole) {
        failed.set(true);
      }
    }
    return whole;
  }

  private static void await(Future<?> running) throws SQLException, InterruptedException {
    try {
      running.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException error) {
        throw error;
      }
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new IllegalStateException("a comparison failed", e.getCause());
    }
  }
}
