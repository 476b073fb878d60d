package dev.migrationplanner.run;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.gate.Approval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a migration stands: all that a new start of the tool must know. Saved whole with each
 * transition; every change is a new value.
 *
 * @param since when the phase began, ISO 8601
 * @param rampStep step of the ramp at hand; -1 = reads at 0 %, waiting for a command
 * @param comparisons the last full comparison, by table
 * @param proved gates over samples that passed when their phase was left, with what they said:
 *     valid until the data is thrown away
 * @param decisions by subject
 * @param approvals of the point of no return
 * @param holds what keeps it from going on, or from going on by itself
 */
record MigrationState(
    Phase phase,
    String since,
    Told told,
    Done done,
    int rampStep,
    boolean paused,
    Map<String, Status.TableComparison> comparisons,
    Map<String, String> proved,
    Map<String, Decision> decisions,
    List<Approval> approvals,
    Holds holds) {

  MigrationState {
    holds = holds == null ? Holds.NONE : holds;
    proved = java.util.Collections.unmodifiableMap(new TreeMap<>(proved));
    comparisons = java.util.Collections.unmodifiableMap(new TreeMap<>(comparisons));
    decisions = java.util.Collections.unmodifiableMap(new TreeMap<>(decisions));
    approvals = List.copyOf(approvals);
  }

  static MigrationState start(String at) {
    return new MigrationState(
        Phase.PREPARE,
        at,
        new Told(1, Side.SOURCE, Stage.OFF, 0, 1),
        Done.NOTHING,
        -1,
        false,
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        Holds.NONE);
  }

  MigrationState entering(Phase next, Stage stage, String at) {
    return new MigrationState(
        next,
        at,
        told.stage(stage, 0),
        done,
        -1,
        paused,
        comparisons,
        proved,
        decisions,
        List.of(),
        holds.foreign(0).arrived(next));
  }

  MigrationState told(Told now) {
    return new MigrationState(
        phase,
        since,
        now,
        done,
        rampStep,
        paused,
        comparisons,
        proved,
        decisions,
        approvals,
        holds);
  }

  MigrationState ramped(int step, int share) {
    return new MigrationState(
        phase,
        since,
        told.stage(told.stage(), share),
        done,
        step,
        paused,
        comparisons,
        proved,
        decisions,
        approvals,
        holds);
  }

  MigrationState pausing(boolean now) {
    return new MigrationState(
        phase, since, told, done, rampStep, now, comparisons, proved, decisions, approvals, holds);
  }

  MigrationState done(Done now) {
    return new MigrationState(
        phase,
        since,
        told,
        now,
        rampStep,
        paused,
        comparisons,
        proved,
        decisions,
        approvals,
        holds);
  }

  MigrationState compared(Map<String, Status.TableComparison> results) {
    return new MigrationState(
        phase, since, told, done, rampStep, paused, results, proved, decisions, approvals, holds);
  }

  MigrationState proved(Map<String, String> gates) {
    return new MigrationState(
        phase,
        since,
        told,
        done,
        rampStep,
        paused,
        comparisons,
        gates,
        decisions,
        approvals,
        holds);
  }

  MigrationState held(Holds now) {
    return new MigrationState(
        phase, since, told, done, rampStep, paused, comparisons, proved, decisions, approvals, now);
  }

  MigrationState decided(String subject, Decision decision) {
    var more = new TreeMap<>(decisions);
    more.put(subject, decision);
    return new MigrationState(
        phase, since, told, done, rampStep, paused, comparisons, proved, more, approvals, holds);
  }

  MigrationState approved(Approval approval) {
    var more = new ArrayList<>(approvals);
    more.add(approval);
    return new MigrationState(
        phase, since, told, done, rampStep, paused, comparisons, proved, decisions, more, holds);
  }

  /** What applications are told; {@code revision} grows with every change of it. */
  record Told(long epoch, Side authority, Stage stage, int readShare, long revision) {

    Told stage(Stage next, int share) {
      return new Told(epoch, authority, next, share, revision + 1);
    }

    Told ruled(long newEpoch, Side newAuthority, Stage newStage) {
      return new Told(newEpoch, newAuthority, newStage, 0, revision + 1);
    }
  }

  /**
   * Work that a new start need not do again.
   *
   * @param prepared target tables and our own are made
   * @param copied every chunk is on the target
   * @param built indexes and foreign keys are made and checked
   * @param archived the old data is in the archive
   * @param completed the migration is over
   */
  record Done(
      boolean prepared, boolean copied, boolean built, boolean archived, boolean completed) {
    static final Done NOTHING = new Done(false, false, false, false, false);

    Done withPrepared(boolean now) {
      return new Done(now, copied, built, archived, completed);
    }

    Done withCopied(boolean now) {
      return new Done(prepared, now, built, archived, completed);
    }

    Done withBuilt(boolean now) {
      return new Done(prepared, copied, now, archived, completed);
    }

    Done withArchived() {
      return new Done(prepared, copied, built, true, completed);
    }

    Done withCompleted() {
      return new Done(prepared, copied, built, archived, true);
    }
  }

  /**
   * What stands in the way.
   *
   * @param rolledBack it was rolled back: it goes on when somebody says so, never by itself
   * @param landing the phase that a rollback lands in, once it has thrown the target's data away;
   *     null = none is under way
   * @param logLost a log was lost, and since then not every table was found equal
   * @param foreign transactions of others seen on the old side in phase 5
   * @param back the way back that somebody asked for, until it is over; null = none
   */
  record Holds(
      boolean rolledBack,
      @Nullable Phase landing,
      boolean logLost,
      long foreign,
      @Nullable Back back) {
    static final Holds NONE = new Holds(false, null, false, 0, null);

    Holds rolledBack(boolean now) {
      return new Holds(now, landing, logLost, foreign, back);
    }

    Holds landing(@Nullable Phase now) {
      return new Holds(rolledBack, now, logLost, foreign, back);
    }

    Holds logLost(boolean now) {
      return new Holds(rolledBack, landing, now, foreign, back);
    }

    Holds foreign(long now) {
      return new Holds(rolledBack, landing, logLost, now, back);
    }

    Holds back(@Nullable Back now) {
      return new Holds(rolledBack, landing, logLost, foreign, now);
    }

    private Holds arrived(Phase in) {
      return back != null && in.number() <= back.to() ? back(null) : this;
    }
  }

  /**
   * A way back under way: a new start of the tool goes on with it.
   *
   * @param to the phase to land in
   * @param abandonsTarget without the target, which is gone for good
   */
  record Back(int to, boolean abandonsTarget, String who, String why) {}

  /** Somebody's decision, for the record. */
  record Decision(String choice, String who, String why, String at) {}
}
