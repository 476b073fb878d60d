package dev.migrationplanner.run;

import dev.migrationplanner.copy.CopyProgress;
import dev.migrationplanner.gate.RateBound;
import dev.migrationplanner.sync.SyncStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts together what people see. Reads memory only. */
final class StatusView {

  private final Setup setup;
  private final TrafficBook traffic;
  private final Mismatches mismatches;

  StatusView(Setup setup, TrafficBook traffic, Mismatches mismatches) {
    this.setup = setup;
    this.traffic = traffic;
    this.mismatches = mismatches;
  }

  Status of(
      MigrationState state,
      Status.Activity activity,
      String message,
      @Nullable SyncStatus sync,
      @Nullable CopyProgress copy,
      List<Status.TableComparison> running,
      List<Status.RampStep> ramp,
      List<EvidenceBook.Judged> judged,
      List<String> unproved,
      List<Status.PhaseTime> times,
      List<Status.Entry> history) {
    return new Status(
        setup.file().migration(),
        setup.file().pattern().spelling(),
        state.phase().number(),
        state.phase().title(),
        state.told().stage(),
        state.told().epoch(),
        state.told().authority(),
        state.told().readShare(),
        activity,
        message,
        state.since(),
        sync(sync),
        copies(copy),
        comparisons(state, running),
        traffic(comparesReads(state.phase()) ? unproved : List.of()),
        ramp,
        gates(state, judged),
        times,
        history);
  }

  private static Status.Sync sync(@Nullable SyncStatus sync) {
    if (sync == null) {
      return new Status.Sync("NONE", "OFF", -1, 0, 0, 0, 0, 0, 0, 0, "");
    }
    long known = sync.keysReconciled() + sync.pendingKeys();
    double percent =
        sync.pendingKeys() == 0 ? 100 : 100.0 * sync.keysReconciled() / Math.max(1, known);
    return new Status.Sync(
        sync.direction().name(),
        sync.state().name(),
        sync.lagMillis(),
        sync.pendingKeys(),
        percent,
        sync.hopsFinished(),
        sync.keysPerSecond(),
        sync.keysReconciled(),
        sync.foreignTransactions(),
        sync.pendingKeys() + sync.keysWaiting(),
        sync.message());
  }

  private static List<Status.TableCopy> copies(@Nullable CopyProgress copy) {
    if (copy == null) {
      return List.of();
    }
    var copies = new ArrayList<Status.TableCopy>();
    for (CopyProgress.TableProgress table : copy.tables()) {
      copies.add(
          new Status.TableCopy(
              table.table(),
              table.rows(),
              table.rowsEstimated(),
              table.bytes(),
              table.done(),
              copy.rowsPerSecond(),
              copy.secondsLeft()));
    }
    return copies;
  }

  private static List<Status.TableComparison> comparisons(
      MigrationState state, List<Status.TableComparison> running) {
    return running.isEmpty() ? List.copyOf(state.comparisons().values()) : running;
  }

  private static boolean comparesReads(Phase phase) {
    return phase == Phase.DUAL_READ || phase == Phase.FLIP_READS;
  }

  private Status.Traffic traffic(List<String> unproved) {
    long reads = traffic.count("shadowReads");
    long confirmed = Math.min(reads, mismatches.confirmed());
    double bound =
        reads == 0 ? 1 : RateBound.upper(confirmed, reads, setup.file().gates().confidence());
    return new Status.Traffic(
        traffic.instances(),
        traffic.count("authorityWrites"),
        traffic.count("authorityWriteErrors"),
        traffic.count("secondaryWrites"),
        traffic.count("secondaryWriteErrors") + traffic.count("secondaryDropped"),
        reads,
        mismatches.confirmed(),
        bound,
        traffic.count("shadowDropped"),
        traffic.count("reads.old"),
        traffic.count("readErrors.old"),
        traffic.count("reads.new"),
        traffic.count("readErrors.new"),
        finite(traffic.latency("latency.old").quantile(0.95)),
        finite(traffic.latency("latency.new").quantile(0.95)),
        unproved);
  }

  private static double finite(double millis) {
    return Double.isInfinite(millis) ? 99_999 : millis;
  }

  private static List<Status.GateState> gates(
      MigrationState state, List<EvidenceBook.Judged> judged) {
    return judged.stream()
        .map(
            g ->
                new Status.GateState(
                    state.phase().number(),
                    g.gate(),
                    g.verdict().result().name(),
                    g.verdict().reason(),
                    g.verdict().passed() ? "" : g.verdict().reason()))
        .toList();
  }
}
