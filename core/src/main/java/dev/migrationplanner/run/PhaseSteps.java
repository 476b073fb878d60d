package dev.migrationplanner.run;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.crash.CrashPoint;
import dev.migrationplanner.sync.Sync;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work that a phase calls for, one piece at a time, each in a thread of its own. Owned by the
 * migration's loop.
 */
final class PhaseSteps {

  private static final Logger LOG = LoggerFactory.getLogger(PhaseSteps.class);
  private static final Duration DRIFT_EVERY = Duration.ofSeconds(1);
  private static final Duration MISMATCHES_EVERY = Duration.ofMillis(500);

  private final PhaseWork phaseWork;
  private final LiveComparison comparison;
  private final Mismatches mismatches;
  private final RowCheck rowCheck;
  private final EvidenceBook book;
  private final Journal journal;
  private final CurrentSync sync;
  private final Standing standing;
  private volatile @Nullable Work work;
  private volatile long mismatchesDueNanos = System.nanoTime();
  private volatile long driftDueNanos = System.nanoTime();

  PhaseSteps(
      PhaseWork phaseWork,
      LiveComparison comparison,
      Mismatches mismatches,
      RowCheck rowCheck,
      EvidenceBook book,
      Journal journal,
      CurrentSync sync,
      Standing standing) {
    this.phaseWork = phaseWork;
    this.comparison = comparison;
    this.mismatches = mismatches;
    this.rowCheck = rowCheck;
    this.book = book;
    this.journal = journal;
    this.sync = sync;
    this.standing = standing;
  }

  /** Nothing is being done. */
  boolean idle() {
    return work == null;
  }

  /** A step of the phase is being done, not only a look at rows. */
  boolean underWay() {
    Work current = work;
    return current != null && !current.looksOnly();
  }

  /** Evidence is counted from now on. */
  void begun() {
    book.begin(sync.status());
    driftDueNanos = System.nanoTime() + DRIFT_EVERY.toNanos();
  }

  /** Takes note of the end of what was being done. */
  void finish() {
    Work ended = work;
    if (ended == null || !ended.finished()) {
      return;
    }
    work = null;
    Throwable failure = ended.failure();
    if (failure instanceof SQLException error && phaseWork.isPassing(error)) {
      standing.retryLater(error);
    } else if (failure != null) {
      LOG.warn("{} failed", ended.name(), failure);
      standing.stop(ended.name() + " failed: " + failure.getMessage() + "; mend it, then resume");
    }
  }

  /**
   * Calls off what is being done, and waits until it is gone.
   *
   * @throws SQLTransientException if it is not gone in time: nothing else may begin beside it
   */
  void cancel() throws SQLTransientException, InterruptedException {
    Work running = work;
    if (running != null) {
      if (!running.cancel()) {
        throw new SQLTransientException(
            running.name() + " was called off, and a database still keeps it busy");
      }
      work = null;
    }
  }

  /** Begins what the state calls for, if anything. */
  void start() {
    MigrationState.Done done = journal.state().done();
    switch (journal.state().phase()) {
      case PREPARE -> prepare(done);
      case DUAL_WRITE -> driftWhenDue();
      case BACKFILL -> backfill(done);
      case DUAL_READ, FLIP_READS, FLIP_WRITES -> compareOnce();
      case DECOMMISSION -> decommission(done);
    }
    if (work == null) {
      mismatchesWhenDue();
    }
  }

  private void prepare(MigrationState.Done done) {
    if (!done.prepared()) {
      work =
          Work.start(
              "prepare",
              cancelled -> {
                phaseWork.prepare(journal.state().told());
                journal.done("prepare", now -> now.withPrepared(true));
              });
    }
  }

  private void driftWhenDue() {
    Sync running = sync.get();
    if (System.nanoTime() < driftDueNanos || running == null) {
      return;
    }
    work =
        Work.look(
            "drift",
            cancelled -> {
              long[] looked = phaseWork.drift(running);
              book.drift(looked[0], looked[1]);
              driftDueNanos = System.nanoTime() + DRIFT_EVERY.toNanos();
            });
  }

  private void backfill(MigrationState.Done done) {
    if (!done.copied()) {
      copy(sync.require());
    } else if (!done.built()) {
      build(sync.require());
    } else {
      compareOnce();
    }
  }

  private void copy(Sync running) {
    work =
        Work.start(
            "backfill",
            cancelled -> {
              comparison.forget();
              if (phaseWork.copy(journal.state(), running, cancelled) && !cancelled.get()) {
                journal.done("copied", now -> now.withCopied(true));
              }
            });
  }

  private void build(Sync running) {
    work =
        Work.start(
            "build",
            cancelled -> {
              phaseWork.build(running, cancelled);
              if (!cancelled.get()) {
                journal.done("built", now -> now.withBuilt(true));
              }
            });
  }

  private void compareOnce() {
    if (!journal.state().comparisons().isEmpty()) {
      return;
    }
    Sync running = sync.require();
    work =
        Work.start(
            "compare",
            cancelled -> {
              if (mustSeeEverything(journal.state())) {
                comparison.forget();
              }
              Map<String, Status.TableComparison> results = comparison.compare(running, cancelled);
              CrashPoint.COMPARED.reached();
              if (!cancelled.get()) {
                journal.append(
                    Journal.TOOL,
                    "compared",
                    "full comparison",
                    now -> compared(now, results),
                    results);
              }
            });
  }

  /** Before the point of no return, and where rows may have changed that no log named. */
  private static boolean mustSeeEverything(MigrationState state) {
    return state.phase() == Phase.DECOMMISSION || state.holds().logLost();
  }

  private static MigrationState compared(
      MigrationState state, Map<String, Status.TableComparison> results) {
    boolean equal = results.values().stream().allMatch(table -> table.state().equals("EQUAL"));
    return state.compared(results).held(state.holds().logLost(state.holds().logLost() && !equal));
  }

  /** Between the phase's own steps, which mismatches must not hold up. */
  private void mismatchesWhenDue() {
    Sync running = sync.get();
    if (running == null || !mismatches.hasWaiting() || System.nanoTime() < mismatchesDueNanos) {
      return;
    }
    work =
        Work.look(
            "mismatches",
            cancelled -> {
              mismatches.judge(rowCheck, running);
              mismatchesDueNanos = System.nanoTime() + MISMATCHES_EVERY.toNanos();
            });
  }

  private void decommission(MigrationState.Done done) {
    if (journal.state().comparisons().isEmpty()) {
      compareOnce();
    } else if (done.archived() && !done.completed()) {
      work = Work.start("complete", cancelled -> complete());
    }
  }

  private void complete() throws SQLException {
    sync.close();
    CrashPoint.COMPLETE_SYNC_CLOSED.reached();
    MigrationState.Told before = journal.state().told();
    MigrationState.Told told = before.ruled(before.epoch() + 1, Side.TARGET, Stage.COMPLETE);
    phaseWork.complete(told);
    journal.append(
        Journal.TOOL,
        "completed",
        "reverse sync stopped, logs dropped",
        now -> now.told(told).done(now.done().withCompleted()),
        "");
  }
}
