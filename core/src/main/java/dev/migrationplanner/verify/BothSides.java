package dev.migrationplanner.verify;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.verify.Views.Reading;
import dev.migrationplanner.verify.Views.View;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Asks both sides the same question at once: a comparison takes as long as the slower of them. */
final class BothSides {

  private BothSides() {}

  /** One question about a table's view. */
  interface Question<T> {
    T ask(Reading reading, TableView view) throws SQLException;
  }

  /** Two answers. */
  record Answers<T>(T source, T target) {}

  static <T> Answers<T> ask(View view, MappedTable table, Question<T> question)
      throws SQLException, InterruptedException {
    Callable<T> target = () -> question.ask(view.target(), table.on(Side.TARGET));
    var task = new FutureTask<T>(target);
    var thread = new Thread(task, "compare-target-" + table.name());
    thread.setDaemon(true);
    thread.start();
    try {
      T source = question.ask(view.source(), table.on(Side.SOURCE));
      return new Answers<>(source, answer(task));
    } finally {
      ended(thread);
    }
  }

  /** A connection is not given back while a query still runs on it; statements have time limits. */
  private static void ended(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> T answer(FutureTask<T> task) throws SQLException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException error) {
        throw error;
      }
      throw new IllegalStateException("the target could not be asked", e.getCause());
    }
  }
}
