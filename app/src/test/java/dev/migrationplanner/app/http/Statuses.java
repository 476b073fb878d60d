package dev.migrationplanner.app.http;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.client.State;
import dev.migrationplanner.run.Status;
import dev.migrationplanner.run.Status.Activity;
import dev.migrationplanner.run.Status.Entry;
import dev.migrationplanner.run.Status.GateState;
import dev.migrationplanner.run.Status.RampStep;
import dev.migrationplanner.run.Status.Sync;
import dev.migrationplanner.run.Status.TableComparison;
import dev.migrationplanner.run.Status.TableCopy;
import dev.migrationplanner.run.Status.Traffic;
import java.util.List;

/** Statuses as a shop's migration shows them. */
public final class Statuses {
  public static final String HOSTILE = "<script>document.title='taken'</script>";

  private Statuses() {}

  public static State live(int readShare, long revision) {
    return new State(1, Side.SOURCE, Stage.LIVE, readShare, 10_000, revision, 9_123, 9_122);
  }

  public static State shadow(long revision) {
    return new State(1, Side.SOURCE, Stage.SHADOW, 0, 10_000, revision, 9_123, 9_122);
  }

  public static State rampDown(long revision) {
    return new State(2, Side.TARGET, Stage.RAMP_DOWN, 10_000, 10_000, revision, 9_123, 9_122);
  }

  public static Status flippingReads() {
    return new Status(
        "shop-to-postgres",
        "dual-write",
        4,
        "Flip reads",
        Stage.LIVE,
        1,
        Side.SOURCE,
        1_000,
        Activity.WORKING,
        "10 % of the keys read the target; held for 3 of 5 minutes.",
        "2026-03-02T09:14:05Z",
        sync(84, 12),
        copies(),
        comparisons(),
        new Traffic(
            3,
            184_220,
            4,
            183_971,
            57,
            61_842,
            0,
            0.0000484,
            31,
            551_904,
            12,
            6_114,
            0,
            8.4,
            6.1,
            List.of("sessions")),
        List.of(
            new RampStep(100, "PASSED"),
            new RampStep(1_000, "HOLDING"),
            new RampStep(5_000, "AHEAD"),
            new RampStep(10_000, "AHEAD")),
        List.of(
            new GateState(4, "error rate", "PASS", "new 0 of 6,114, old 12 of 551,904", ""),
            new GateState(4, "latency", "PASS", "95 % of reads within 6.1 ms, budget 500 ms", ""),
            new GateState(
                4, "hold time", "INCONCLUSIVE", "183 s of 300 s at 10 %", "117 more seconds")),
        List.of(new Status.PhaseTime(0, 7_200, 5), new Status.PhaseTime(2, 1_800, 1_800)),
        history());
  }

  public static Status withLag(long lagMillis) {
    Status s = flippingReads();
    return new Status(
        s.migration(),
        s.pattern(),
        s.phase(),
        s.phaseName(),
        s.stage(),
        s.epoch(),
        s.authority(),
        s.readShare(),
        s.activity(),
        s.message(),
        s.since(),
        sync(lagMillis, lagMillis / 7),
        s.copies().subList(0, 3),
        s.comparisons(),
        s.traffic(),
        s.ramp(),
        s.gates(),
        s.times(),
        s.history());
  }

  public static Status rolledBack() {
    Status s = flippingReads();
    return new Status(
        s.migration(),
        s.pattern(),
        3,
        "Dual read",
        Stage.SHADOW,
        1,
        Side.SOURCE,
        0,
        Activity.WAITING,
        "Rolled back out of Flip reads; ready to advance again.",
        s.since(),
        sync(40, 0),
        s.copies(),
        s.comparisons(),
        s.traffic(),
        List.of(),
        List.of(),
        s.times(),
        s.history());
  }

  /** A status in some phase with one gate out of it. */
  public static Status inPhase(int phase, Activity activity, String verdict) {
    Status s = flippingReads();
    return new Status(
        s.migration(),
        s.pattern(),
        phase,
        "phase " + phase,
        s.stage(),
        s.epoch(),
        s.authority(),
        s.readShare(),
        activity,
        "",
        s.since(),
        s.sync(),
        s.copies(),
        s.comparisons(),
        s.traffic(),
        s.ramp(),
        List.of(new GateState(phase, "gate", verdict, "evidence", "")),
        s.times(),
        s.history());
  }

  private static Sync sync(long lagMillis, long pendingKeys) {
    return new Sync(
        "SOURCE_TO_TARGET",
        "IN_SYNC",
        lagMillis,
        pendingKeys,
        100,
        9_122,
        402.5,
        1_204_331,
        2,
        37,
        "");
  }

  private static List<TableCopy> copies() {
    return List.of(
        new TableCopy("customers", 40_000, 40_000, 9_400_000, true, 0, 0),
        new TableCopy("orders", 61_200, 90_000, 14_100_000, false, 31_250, 1),
        new TableCopy("order_lines", 12_000, 180_000, 2_200_000, false, 28_000, 62),
        new TableCopy(HOSTILE, 0, 1_000, 0, false, 0, -1));
  }

  private static List<TableComparison> comparisons() {
    return List.of(
        new TableComparison("customers", "EQUAL", 40_000, 0, "2026-03-02T09:12:44Z"),
        new TableComparison("orders", "RUNNING", 31_000, 0, ""),
        new TableComparison("order_lines", "DIFFERENT", 180_000, 2, "2026-03-02T09:12:51Z"),
        new TableComparison("audit", "NONE", 0, 0, ""));
  }

  private static List<Entry> history() {
    return List.of(
        new Entry(1, "2026-03-02T09:00:11Z", "mara", "start", "window agreed", "7b1c9ea04d"),
        new Entry(2, "2026-03-02T09:03:40Z", "gate", "enter Dual write", "", "e1f07742aa"),
        new Entry(3, "2026-03-02T09:05:02Z", "mara", "enter Backfill", "", "0a94c3be17"),
        new Entry(
            4, "2026-03-02T09:12:59Z", "gate", "enter Dual read", "9 tables equal", "55d27c9010"),
        new Entry(
            5, "2026-03-02T09:14:05Z", "mara", "enter Flip reads", "no mismatch", "c3de018f6b"));
  }
}
