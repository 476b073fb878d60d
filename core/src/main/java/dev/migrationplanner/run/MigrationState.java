package dev.migrationplanner.run;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.gate.Approval;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a migration stands: all that a new start of the tool must know. Saved whole with each transition.
 *
 * @param since when the phase began, ISO 8601
 * @param revision grows with every change that applications see
 * @param rampStep step of the ramp at hand; -1 = reads at 0 %, waiting for a command
 * @param prepared target tables and our own are made
 * @param copied every chunk is on the target
 * @param built indexes and foreign keys are made and checked
 * @param comparisons the last full comparison, by table
 * @param decisions by subject
 * @param approvals of the point of no return
 */
record MigrationState(
    Phase phase,
    String since,
    Stage stage,
    long epoch,
    Side authority,
    int readShare,
    long revision,
    int rampStep,
    boolean paused,
    boolean prepared,
    boolean copied,
    boolean built,
    boolean completed,
    Map<String, Status.TableComparison> comparisons,
    Map<String, Decision> decisions,
    List<Approval> approvals) {

  MigrationState {
    comparisons = java.util.Collections.unmodifiableMap(new TreeMap<>(comparisons));
    decisions = java.util.Collections.unmodifiableMap(new TreeMap<>(decisions));
    approvals = List.copyOf(approvals);
  }

  static MigrationState start(String at) {
    return new MigrationState(
        Phase.PREPARE,
        at,
        Stage.OFF,
        1,
        Side.SOURCE,
        0,
        1,
        -1,
        false,
        false,
        false,
        false,
        false,
        Map.of(),
        Map.of(),
        List.of());
  }

  MigrationState entering(Phase next, Stage nextStage, String at) {
    return new MigrationState(
        next,
        at,
        nextStage,
        epoch,
        authority,
        0,
        revision + 1,
        -1,
        false,
        prepared,
        copied,
        built,
        completed,
        comparisons,
        decisions,
        approvals);
  }

  MigrationState ruled(long newEpoch, Side newAuthority, Stage newStage) {
    return new MigrationState(
        phase,
        since,
        newStage,
        newEpoch,
        newAuthority,
        0,
        revision + 1,
        -1,
        paused,
        prepared,
        copied,
        built,
        completed,
        comparisons,
        decisions,
        approvals);
  }

  MigrationState ramped(int step, int share) {
    return new MigrationState(
        phase,
        since,
        stage,
        epoch,
        authority,
        share,
        revision + 1,
        step,
        paused,
        prepared,
        copied,
        built,
        completed,
        comparisons,
        decisions,
        approvals);
  }

  MigrationState pausing(boolean now) {
    return new MigrationState(
        phase,
        since,
        stage,
        epoch,
        authority,
        readShare,
        revision,
        rampStep,
        now,
        prepared,
        copied,
        built,
        completed,
        comparisons,
        decisions,
        approvals);
  }

  MigrationState progress(boolean nowPrepared, boolean nowCopied, boolean nowBuilt) {
    return new MigrationState(
        phase,
        since,
        stage,
        epoch,
        authority,
        readShare,
        revision,
        rampStep,
        paused,
        nowPrepared,
        nowCopied,
        nowBuilt,
        completed,
        comparisons,
        decisions,
        approvals);
  }

  MigrationState compared(Map<String, Status.TableComparison> results) {
    return new MigrationState(
        phase,
        since,
        stage,
        epoch,
        authority,
        readShare,
        revision,
        rampStep,
        paused,
        prepared,
        copied,
        built,
        completed,
        results,
        decisions,
        approvals);
  }

  MigrationState decided(String subject, Decision decision) {
    var more = new TreeMap<>(decisions);
    more.put(subject, decision);
    return new MigrationState(
        phase,
        since,
        stage,
        epoch,
        authority,
        readShare,
        revision,
        rampStep,
        paused,
        prepared,
        copied,
        built,
        completed,
        comparisons,
        more,
        approvals);
  }

  MigrationState approved(List<Approval> all) {
    return new MigrationState(
        phase,
        since,
        stage,
        epoch,
        authority,
        readShare,
        revision,
        rampStep,
        paused,
        prepared,
        copied,
        built,
        completed,
        comparisons,
        decisions,
        all);
  }

  MigrationState completing() {
    return new MigrationState(
        phase,
        since,
        Stage.COMPLETE,
        epoch,
        authority,
        0,
        revision + 1,
        -1,
        false,
        prepared,
        copied,
        built,
        true,
        comparisons,
        decisions,
        approvals);
  }

  /** Somebody's decision, for the record. */
  record Decision(String choice, String who, String why, String at) {}
}
