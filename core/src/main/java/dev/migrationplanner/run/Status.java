package dev.migrationplanner.run;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the page and {@code status} show, at one moment. Times in ISO 8601 UTC; "" where there
 * is none. Serialises to JSON by its component names.
 */
public record Status(
    String migration,
    String pattern,
    int phase,
    String phaseName,
    Stage stage,
    long epoch,
    Side authority,
    int readShare,
    Activity activity,
    String message,
    String since,
    Sync sync,
    List<TableCopy> copies,
    List<TableComparison> comparisons,
    Traffic traffic,
    List<RampStep> ramp,
    List<GateState> gates,
    List<PhaseTime> times,
    List<Entry> history) {

  public Status {
    copies = List.copyOf(copies);
    comparisons = List.copyOf(comparisons);
    ramp = List.copyOf(ramp);
    gates = List.copyOf(gates);
    times = List.copyOf(times);
    history = List.copyOf(history);
  }

  /** What the tool is doing. */
  public enum Activity {
    /** Carrying out the phase's steps. */
    WORKING,
    /** Steps done: gathering evidence, or ready and waiting for a command. */
    WAITING,
    PAUSED,
    ROLLING_BACK,
    /** Stopped by something an operator must decide; the message says what. */
    STOPPED,
    COMPLETED
  }

  /**
   * The sync between the authority and the other side.
   *
   * @param direction SOURCE_TO_TARGET, TARGET_TO_SOURCE or NONE
   * @param state OFF, COLLECTING, CATCHING_UP, IN_SYNC, NEEDS_COMPARISON or FAILED
   * @param lagMillis age of the snapshot that the other side equals; -1 if unknown
   * @param pendingKeys rows known to need another look
   * @param percent of known keys reconciled, 0..100
   * @param writesAtRisk rows that only the authority has, should it die now, as far as its log has
   *     been read
   */
  public record Sync(
      String direction,
      String state,
      long lagMillis,
      long pendingKeys,
      double percent,
      long hops,
      double keysPerSecond,
      long keysReconciled,
      long foreignTransactions,
      long writesAtRisk,
      String message) {}

  /**
   * The backfill of one table; {@code rowsEstimated} is about right only; {@code secondsLeft} -1 if
   * unknown.
   */
  public record TableCopy(
      String table,
      long rows,
      long rowsEstimated,
      long bytes,
      boolean done,
      double rowsPerSecond,
      long secondsLeft) {}

  /**
   * The last comparison of one table; {@code state}: NONE, RUNNING, EQUAL, DIFFERENT or UNPROVED.
   *
   * @param rowsEarlier of the rows, those that it passed over: an earlier comparison found their
   *     chunks equal, and nothing has touched them since
   * @param oldest when the one of these chunks was compared that was compared longest ago; "" =
   *     every row was looked at
   */
  public record TableComparison(
      String table,
      String state,
      long rows,
      long differences,
      String at,
      long rowsEarlier,
      @Nullable String oldest) {

    public TableComparison {
      oldest = oldest == null ? "" : oldest;
    }

    /** Every row was looked at. */
    public TableComparison(String table, String state, long rows, long differences, String at) {
      this(table, state, rows, differences, at, 0, "");
    }
  }

  /**
   * What applications report, since the phase began; rates in 0..1; p95 in ms, -1 if unknown; bound
   * = 95 % upper bound.
   *
   * @param tablesUnproved while reads are compared: tables whose own shadow reads are too few to
   *     prove the bound for them alone
   */
  public record Traffic(
      int instances,
      long authorityWrites,
      long authorityWriteErrors,
      long secondaryWrites,
      long secondaryWriteErrors,
      long shadowReads,
      long shadowMismatches,
      double shadowMismatchBound,
      long shadowDropped,
      long readsOld,
      long readErrorsOld,
      long readsNew,
      long readErrorsNew,
      double p95OldMillis,
      double p95NewMillis,
      List<String> tablesUnproved) {
    public Traffic {
      tablesUnproved = List.copyOf(tablesUnproved);
    }
  }

  /** One step of the ramp; {@code share} in 1/10,000; {@code state}: AHEAD, HOLDING or PASSED. */
  public record RampStep(int share, String state) {}

  /**
   * A gate; {@code verdict}: PASS, FAIL or INCONCLUSIVE; {@code waitsFor} "" if it waits for
   * nothing.
   */
  public record GateState(
      int phase, String gate, String verdict, String evidence, String waitsFor) {}

  /**
   * How long a phase has taken, several goes added.
   *
   * @param seconds from its begin until it was left, or until now
   * @param toolSeconds of them those until its gates were open: without waiting for a command
   */
  public record PhaseTime(int phase, long seconds, long toolSeconds) {}

  /** One line of history; {@code hash} chains to the line before. */
  public record Entry(long number, String at, String who, String what, String why, String hash) {}
}
