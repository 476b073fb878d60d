package dev.migrationplanner.client;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the side that did not answer and compares, on a bounded pool behind the caller's back:
 * sampled, with a deadline, and dropped (counted) where there is no room. A difference is only a
 * suspicion: a read that raced a write does not count, and every other one is read again on both
 * sides after a later hop.
 */
final class ShadowReads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShadowReads.class);

  private final Databases databases;
  private final Counters counters;
  private final RecentWrites recent;
  private final Suspects suspects;
  private final Limits.Shadow limits;
  private final Workers workers;
  private final Complaint failing = new Complaint(LOG, "A shadow read failed");

  ShadowReads(
      Databases databases, Counters counters, RecentWrites recent, Hops hops, Options options) {
    this.databases = databases;
    this.counters = counters;
    this.recent = recent;
    limits = options.limits().shadow();
    workers =
        new Workers(
            "migration-" + options.migration() + "-shadow",
            limits.threads(),
            limits.queueLengthMax());
    suspects = new Suspects(hops, limits, workers);
  }

  /**
   * Lets the other side be read as well and compared with this answer. Never waits, never throws.
   */
  <T extends @Nullable Object> void follow(ReadCall<T> call, State state, Side answered, T answer) {
    if (ThreadLocalRandom.current().nextInt(State.SLOTS) >= state.shadowSample()
        || raced(call, List.of())) {
      return;
    }
    long deadline = System.nanoTime() + limits.deadline().toNanos();
    if (!workers.offer(() -> compare(call, answered, answer, deadline))) {
      counters.add(Count.SHADOW_DROPPED);
    }
  }

  @Override
  public void close() {
    workers.close();
  }

  private <T extends @Nullable Object> void compare(
      ReadCall<T> call, Side answered, T answer, long deadline) {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      counters.add(Count.SHADOW_DROPPED);
      return;
    }
    judge(
        call,
        () -> {
          long begun = System.nanoTime();
          T other = databases.within(Duration.ofNanos(left), answered.other(), call.read());
          counters.shadowRead(answered.other(), System.nanoTime() - begun);
          return call.differences(answered, answer, other);
        },
        rows -> {
          if (!suspects.add(() -> lookAgain(call, Suspects.LOOKS_MAX))) {
            confirm(call, rows);
          }
        });
  }

  /** Reads both sides afresh; what differs still is a mismatch, unless a write raced again. */
  private <T extends @Nullable Object> void lookAgain(ReadCall<T> call, int looksLeft) {
    judge(
        call,
        () -> {
          T fromSource = databases.within(limits.deadline(), Side.SOURCE, call.read());
          T fromTarget = databases.within(limits.deadline(), Side.TARGET, call.read());
          return call.comparison().differences(fromSource, fromTarget);
        },
        rows -> {
          if (!raced(call, rows)) {
            confirm(call, rows);
          } else if (looksLeft <= 1 || !suspects.add(() -> lookAgain(call, looksLeft - 1))) {
            counters.add(Count.SHADOW_DROPPED);
          }
        });
  }

  private void judge(ReadCall<?> call, Look look, Suspicion suspicion) {
    List<RowKey> rows;
    try {
      rows = look.differences();
    } catch (SQLException | RuntimeException failed) {
      counters.add(Count.SHADOW_ERRORS);
      failing.about(failed);
      return;
    }
    if (rows.isEmpty()) {
      counters.compared(call.table(), true);
    } else {
      suspicion.about(rows);
    }
  }

  private void confirm(ReadCall<?> call, List<RowKey> rows) {
    counters.compared(call.table(), false);
    counters.report(ReportedKey.Kind.MISMATCH, rows);
  }

  private boolean raced(ReadCall<?> call, List<RowKey> rows) {
    return recent.contains(call.routingKey()) || rows.stream().anyMatch(recent::contains);
  }

  @FunctionalInterface
  private interface Look {
    List<RowKey> differences() throws SQLException;
  }

  @FunctionalInterface
  private interface Suspicion {
    void about(List<RowKey> rows);
  }
}
