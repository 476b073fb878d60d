package dev.migrationplanner.client;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes on the side that is not the authority, after the authority's commit. They keep the other
 * side fresh; sync makes it equal. So nothing here fails or slows the caller: what fails, comes
 * late or finds no room is counted and its rows are reported. One routing key's writes run in the
 * order of their commits, since they share a queue and a thread.
 */
final class SecondaryWrites implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SecondaryWrites.class);

  private static final int ATTEMPTS_MAX = 5;
  private static final long LOOK_MILLIS = 5;

  private final Transaction transaction;
  private final Counters counters;
  private final Limits.Secondary limits;
  private final List<Workers> lanes = new ArrayList<>();
  private final AtomicLong underWay = new AtomicLong();
  private final Complaint failing =
      new Complaint(LOG, "A secondary write failed; its rows are reported");

  SecondaryWrites(Transaction transaction, Counters counters, Options options) {
    this.transaction = transaction;
    this.counters = counters;
    limits = options.limits().secondary();
    int queueLength = Math.max(1, limits.queueLengthMax() / limits.threads());
    for (int lane = 0; lane < limits.threads(); lane++) {
      lanes.add(
          new Workers("migration-" + options.migration() + "-secondary-" + lane, 1, queueLength));
    }
  }

  /** Lets the other side follow a write that the authority committed under this state. */
  void follow(String routingKey, List<RowKey> keys, State state, Work<?> work) {
    Write write =
        new Write(List.copyOf(keys), state, work, System.nanoTime() + limits.deadline().toNanos());
    switch (limits.mode()) {
      case IN_CALLER -> write.carryOut();
      case POOLED -> {
        underWay.incrementAndGet();
        if (!lanes.get(Math.floorMod(routingKey.hashCode(), lanes.size())).offer(write)) {
          leave(write);
        }
      }
    }
  }

  private void leave(Write write) {
    drop(write.keys);
    underWay.decrementAndGet();
  }

  /**
   * Waits until none is waiting or running.
   *
   * @return false if that took longer
   */
  boolean awaitNone(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (underWay.get() > 0) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return true;
  }

  /** Gives what waits a short time; the rest is counted as dropped. */
  @Override
  public void close() {
    lanes.forEach(Workers::stopAccepting);
    for (Workers lane : lanes) {
      lane.stop().forEach(left -> leave((Write) left));
    }
  }

  private final class Write implements Runnable {
    private final List<RowKey> keys;
    private final State state;
    private final Work<?> work;
    private final long deadlineNanos;

    Write(List<RowKey> keys, State state, Work<?> work, long deadlineNanos) {
      this.keys = keys;
      this.state = state;
      this.work = work;
      this.deadlineNanos = deadlineNanos;
    }

    @Override
    public void run() {
      try {
        carryOut();
      } finally {
        underWay.decrementAndGet();
      }
    }

    private void carryOut() {
      if (deadlineNanos - System.nanoTime() <= 0) {
        drop(keys);
        return;
      }
      counters.add(Count.SECONDARY_WRITES);
      try {
        runPersistently(state.authority().other());
      } catch (StaleEpochException refused) {
        // The fence did its work: this write is from before the epoch, and the sync has its rows.
        counters.add(Count.SECONDARY_REFUSED);
        counters.report(ReportedKey.Kind.SECONDARY_FAILED, keys);
      } catch (SQLException | RuntimeException failed) {
        counters.add(Count.SECONDARY_WRITE_ERRORS);
        counters.report(ReportedKey.Kind.SECONDARY_FAILED, keys);
        failing.about(failed);
      }
    }

    /** A deadlock with the sync or another writer undid it whole: it runs again. */
    private void runPersistently(Side side) throws SQLException {
      for (int attempt = 1; ; attempt++) {
        try {
          transaction.runWithin(limits.deadline(), side, state, work);
          return;
        } catch (SQLException failed) {
          if (attempt >= ATTEMPTS_MAX || !transaction.wasDeadlock(side, failed)) {
            throw failed;
          }
        }
      }
    }
  }

  private void drop(List<RowKey> keys) {
    counters.add(Count.SECONDARY_DROPPED);
    counters.report(ReportedKey.Kind.SECONDARY_FAILED, keys);
  }
}
