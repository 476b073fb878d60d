package dev.migrationplanner.plan;

import dev.migrationplanner.database.Catalog.TableSize;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.gate.GateSettings;
import dev.migrationplanner.gate.RateBound;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How long each step takes, from sizes, rates and the pilot. Pure. */
final class Estimator {

  private static final double DAY = 86_400;

  private final Facts facts;
  private final MigrationFile file;
  private final Map<String, TableSize> sizes = new TreeMap<>();
  private final Throughput throughput;
  private final double bytes;

  Estimator(Facts facts, MigrationFile file) {
    this.facts = facts;
    this.file = file;
    for (MappedTable table : facts.mapping().tables()) {
      sizes.put(table.name(), size(table.name()));
    }
    this.throughput = new Throughput(facts.pilot(), file.copy().workers());
    this.bytes = sizes.values().stream().mapToDouble(TableSize::dataBytes).sum();
  }

  /** Bytes of rows to be copied, about. */
  double bytes() {
    return bytes;
  }

  double indexBytes() {
    return sizes.values().stream().mapToDouble(TableSize::indexBytes).sum();
  }

  boolean measured() {
    return throughput.measured();
  }

  TableSize size(String table) {
    return facts.source().sizes().getOrDefault(table, new TableSize(0, 0, 0));
  }

  /** What people take; the team's own word goes first. */
  Estimate people(String step, Duration usual) {
    Duration told = file.effort().get(step);
    double seconds = (told == null ? usual : told).toSeconds();
    String method =
        told == null
            ? "people; a rule of thumb, to be replaced under effort in migration.yaml"
            : "people; as the team says";
    return Estimate.of(seconds / 2, seconds, seconds * 2, method);
  }

  Estimate copy() {
    Estimate free = throughput.copy(sizes).estimate();
    double throttled = Math.max(byRows(), byBytes());
    if (throttled <= free.p10Seconds()) {
      return free;
    }
    String limit = byRows() >= byBytes() ? "rowsPerSecondMax" : "megabytesPerSecondMax";
    return Estimate.of(
        Math.max(free.p10Seconds(), throttled),
        Math.max(free.p50Seconds(), throttled),
        Math.max(free.p90Seconds(), throttled * 1.1),
        free.method() + "; held to copy." + limit);
  }

  private double byRows() {
    long limit = file.copy().rowsPerSecondMax();
    return limit == 0 ? 0 : sizes.values().stream().mapToDouble(TableSize::rows).sum() / limit;
  }

  private double byBytes() {
    long limit = file.copy().megabytesPerSecondMax();
    return limit == 0 ? 0 : bytes / (limit * 1e6);
  }

  Estimate indexes() {
    return throughput.indexes(sizes).estimate();
  }

  Estimate comparison() {
    return throughput.compare(sizes).estimate();
  }

  /** From the end of the copy until few keys wait. */
  Estimate catchUp() {
    Estimate copy = copy();
    double[] applied = throughput.applied();
    CatchUp slow = catchUp(applied[0]);
    double p90 = slow.seconds(copy.p90Seconds(), slow.worstHour(copy.p90Seconds()));
    if (Double.isInfinite(p90)) {
      return Estimate.unknown(
          String.format(
              Locale.ROOT,
              "rows are written at %.0f a second in the day's highest hour, and %.0f a second can be"
                  + " brought over: this would not catch up within 60 days",
              slow.loadPeak() * applied[0],
              applied[0]));
    }
    CatchUp usual = catchUp(applied[1]);
    CatchUp fast = catchUp(applied[2]);
    return Estimate.of(
        fast.seconds(copy.p10Seconds(), fast.bestHour(copy.p10Seconds())),
        usual.seconds(copy.p50Seconds(), usual.bestHour(copy.p50Seconds())),
        p90,
        String.format(
            Locale.ROOT,
            "%.1f row writes a second%s against %.0f brought over a second%s, minute by minute; p10"
                + " and p50 begin at the best hour, p90 at the worst",
            writesPerSecond(),
            file.load().writesByHour().isEmpty()
                ? ", evenly over the day"
                : " over the day's profile",
            applied[1],
            facts.pilot() == null ? " (seen elsewhere)" : " (the pilot)"));
  }

  CatchUp catchUp(double appliedPerSecond) {
    return new CatchUp(writesPerSecond(), file.load()::shape, appliedPerSecond);
  }

  CatchUp usual() {
    return catchUp(throughput.applied()[1]);
  }

  Estimate foreignKeys() {
    return Estimate.of(
        bytes / (400 << 20),
        bytes / (120 << 20),
        bytes / (30 << 20),
        "one pass over each child, with its parent's key at hand");
  }

  Estimate secondaryWrites() {
    GateSettings gates = file.gates();
    long needed = RateBound.needed(0, gates.secondaryWriteErrorsMax(), gates.confidence());
    return counting(
        Math.max(needed, gates.driftKeysMin()),
        facts.source().rates().transactionsPerMinute() / 60,
        "writing transactions",
        "transactions");
  }

  Estimate shadowReads() {
    GateSettings gates = file.gates();
    return counting(
        RateBound.needed(0, gates.mismatchMax(), gates.confidence()),
        readsPerSecond(),
        "clean shadow reads",
        "reads (application.readsPerSecond)");
  }

  private static Estimate counting(long needed, double perSecond, String of, String rateOf) {
    if (perSecond <= 0) {
      return Estimate.unknown(
          Texts.count(needed) + " " + of + " are needed, and no rate of " + rateOf + " is known");
    }
    double seconds = needed / perSecond;
    return Estimate.of(
        seconds / 2,
        seconds,
        seconds * 3,
        String.format(
            Locale.ROOT,
            "%,d %s at %.1f a second; half as long at twice the rate, three times as long in quiet"
                + " hours or after a mismatch",
            needed,
            of,
            perSecond));
  }

  /** One step of the ramp; {@code share} in 1/10,000. */
  Estimate rampStep(int share) {
    GateSettings gates = file.gates();
    double perSecond = readsPerSecond() * share / 10_000;
    if (perSecond <= 0) {
      return Estimate.unknown(
          "the step needs "
              + Texts.count(gates.leastSamples())
              + " reads on the new side, and no rate of reads is known"
              + " (application.readsPerSecond)");
    }
    double hold = gates.holdPerStep().toSeconds();
    double seconds = Math.max(hold, gates.leastSamples() / perSecond);
    return Estimate.of(
        Math.max(hold, seconds / 2),
        seconds,
        seconds * 3,
        String.format(
            Locale.ROOT,
            "at least %s and %,d reads on the new side at %.2f a second",
            Texts.duration(gates.holdPerStep()),
            gates.leastSamples(),
            perSecond));
  }

  Estimate soak() {
    double soak = file.gates().soak().toSeconds();
    return Estimate.of(soak, soak, soak * 2, "the soak time of the settings");
  }

  double writesPerSecond() {
    double told = file.load().rowsWrittenPerMinute();
    return (told > 0 ? told : facts.source().rates().rowsWrittenPerMinute()) / 60;
  }

  /** What the team says; else transactions as measured: a read at least each. */
  double readsPerSecond() {
    double told = file.application().readsPerSecond();
    return told > 0 ? told : facts.source().rates().transactionsPerMinute() / 60;
  }

  /**
   * Rows, indexes, a fifth of the rows for changes meanwhile, the biggest index's sort, the log.
   */
  long targetBytesNeeded() {
    double rows = bytes * 1.2;
    double indexes = indexBytes() * 1.1;
    double sort = sizes.values().stream().mapToDouble(TableSize::indexBytes).max().orElse(0);
    return Math.round(rows + indexes + bytes * 0.2 + sort + (2L << 30));
  }

  Capacity capacity() {
    CatchUp usual = usual();
    double logPerDay = facts.source().rates().logBytesPerMinute() * 1_440;
    long free = file.load().targetDiskFree();
    long needed = targetBytesNeeded();
    double load = usual.loadMean();
    Estimate copy = copy();
    Estimate catching = catchUp();
    return new Capacity(
        rounded(writesPerSecond()),
        rounded(usual.loadPeak() * usual.appliedPerSecond()),
        rounded(usual.appliedPerSecond()),
        rounded(load),
        rounded(usual.loadPeak()),
        needed,
        free > 0 ? free : -1,
        Math.round(logPerDay),
        LogRetention.seconds(facts),
        catching.known() ? 2 * (copy.p90Seconds() + catching.p90Seconds()) : -1,
        until(file.load().sourceDiskFree(), logPerDay),
        free > needed ? until(free - needed, logPerDay) : -1,
        load < 1 ? Math.round(3_600 * load / (1 - load)) : -1,
        usual.bestHour(copy.p50Seconds()));
  }

  private static long until(long free, double bytesPerDay) {
    return free > 0 && bytesPerDay > 0 ? Math.round(free / bytesPerDay * DAY) : -1;
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}
