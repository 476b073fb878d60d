package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.LoggedTransaction;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Transactions between the thread that reads and the one that delivers, bounded by their keys. */
final class Handoff {

  private static final long KEYS_MAX = 100_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<LoggedTransaction> waiting = new ArrayDeque<>();
  private long keys;

  /** False if there was no room in time. One always fits into nothing. */
  boolean offer(LoggedTransaction transaction, long millis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lockInterruptibly();
    try {
      while (!waiting.isEmpty() && keys + weight(transaction) > KEYS_MAX) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      waiting.add(transaction);
      keys += weight(transaction);
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Null if none came in time. */
  @Nullable LoggedTransaction poll(long millis) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty()) {
        if (left <= 0) {
          return null;
        }
        left = changed.awaitNanos(left);
      }
      LoggedTransaction transaction = waiting.remove();
      keys -= weight(transaction);
      changed.signalAll();
      return transaction;
    } finally {
      lock.unlock();
    }
  }

  private static long weight(LoggedTransaction transaction) {
    return 1L + transaction.changes().size();
  }
}
