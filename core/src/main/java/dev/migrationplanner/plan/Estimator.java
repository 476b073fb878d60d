package dev.migrationplanner.plan;

import dev.migrationplanner.database.Catalog.TableSize;
import dev.migrationplanner.gate.GateSettings;
import dev.migrationplanner.gate.RateBound;
import java.util.Locale;

/**
 * How long each phase takes, from sizes and rates. Nothing was tried here on the team's machines,
 * so the ranges are wide and their method says so.
 */
final class Estimator {

  private static final double MIB = 1 << 20;
  private static final double COPY_SLOW = 12 * MIB;
  private static final double COPY_USUAL = 50 * MIB;
  private static final double COPY_FAST = 120 * MIB;
  private static final double COMPARE_SLOW = 25 * MIB;
  private static final double COMPARE_USUAL = 70 * MIB;
  private static final double COMPARE_FAST = 180 * MIB;

  /** Changed keys a second that the sync was measured to bring over, on two cores. */
  private static final double KEYS_PER_SECOND = 19_000;

  private static final double LOAD_MAX = 0.95;

  private final Facts facts;
  private final MigrationFile file;
  private final double bytes;

  Estimator(Facts facts, MigrationFile file) {
    this.facts = facts;
    this.file = file;
    this.bytes =
        facts.mapping().tables().stream().mapToDouble(t -> size(t.name()).dataBytes()).sum();
  }

  /** Bytes of rows to be copied, about. */
  double bytes() {
    return bytes;
  }

  TableSize size(String table) {
    return facts.source().sizes().getOrDefault(table, new TableSize(0, 0, 0));
  }

  Estimate phase(int phase) {
    return switch (phase) {
      case 0 -> Estimate.of(3_600, 4 * 3_600, 2 * 86_400, "people decide findings and rehearse");
      case 1 -> secondaryWrites();
      case 2 -> backfill();
      case 3 -> shadowReads();
      case 4 -> ramp();
      case 5 -> soak();
      default -> comparison();
    };
  }

  /** Copy, comparison, and catching up with what was written meanwhile. */
  private Estimate backfill() {
    double load = load();
    if (load >= LOAD_MAX) {
      return Estimate.unknown(
          String.format(
              Locale.ROOT,
              "rows are written at %.0f a second, and %.0f a second can be brought over: this would"
                  + " never catch up; plan for a quieter time or fewer tables",
              writesPerSecond(),
              KEYS_PER_SECOND));
    }
    double stretch = 1 / (1 - load);
    Estimate copy =
        Estimate.of(
            bytes / COPY_FAST * stretch,
            bytes / COPY_USUAL * stretch,
            bytes / COPY_SLOW * stretch,
            "");
    return copy.plus(
        comparison(),
        String.format(
            Locale.ROOT,
            "%s of rows at 12 to 120 MiB/s (the range seen elsewhere; nothing was tried here), times"
                + " %.2f to catch up with %.0f row writes a second, then a full comparison at 25 to"
                + " 180 MiB/s",
            Texts.bytes(bytes),
            stretch,
            writesPerSecond()));
  }

  private Estimate comparison() {
    return Estimate.of(
        bytes / COMPARE_FAST,
        bytes / COMPARE_USUAL,
        bytes / COMPARE_SLOW,
        Texts.bytes(bytes) + " of rows on both sides at once, at 25 to 180 MiB/s");
  }

  private Estimate secondaryWrites() {
    GateSettings gates = file.gates();
    long needed = RateBound.needed(0, gates.secondaryWriteErrorsMax(), gates.confidence());
    return counting(
        Math.max(needed, gates.driftKeysMin()),
        facts.source().rates().transactionsPerMinute() / 60,
        "writing transactions",
        "transactions");
  }

  private Estimate shadowReads() {
    GateSettings gates = file.gates();
    return counting(
        RateBound.needed(0, gates.mismatchMax(), gates.confidence()),
        readsPerSecond(),
        "clean shadow reads",
        "reads");
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
        seconds * 10,
        String.format(
            Locale.ROOT,
            "%,d %s at %.1f a second as measured; half as long at twice the rate, ten times as long"
                + " at night or after a mismatch",
            needed,
            of,
            perSecond));
  }

  private Estimate ramp() {
    GateSettings gates = file.gates();
    double perSecond = readsPerSecond();
    if (perSecond <= 0) {
      return Estimate.unknown(
          "each step needs "
              + Texts.count(gates.leastSamples())
              + " reads on the new side, and no rate of reads is known"
              + " (application.readsPerSecond)");
    }
    double hold = gates.holdPerStep().toSeconds();
    double seconds = 0;
    for (int share : file.ramp()) {
      seconds += Math.max(hold, gates.leastSamples() / (perSecond * share / 10_000));
    }
    return Estimate.of(
        hold * file.ramp().size(),
        seconds,
        seconds * 4,
        String.format(
            Locale.ROOT,
            "%d steps, each for %s and %,d reads on the new side at %.1f reads a second",
            file.ramp().size(),
            Texts.duration(gates.holdPerStep()),
            gates.leastSamples(),
            perSecond));
  }

  private Estimate soak() {
    double soak = file.gates().soak().toSeconds();
    return Estimate.of(soak, soak, soak * 3, "")
        .plus(comparison(), "the soak time, then a full comparison back");
  }

  double writesPerSecond() {
    return facts.source().rates().rowsWrittenPerMinute() / 60;
  }

  private double load() {
    return writesPerSecond() / KEYS_PER_SECOND;
  }

  /** What the team says; else transactions as measured: a read at least each. */
  private double readsPerSecond() {
    double told = file.application().readsPerSecond();
    return told > 0 ? told : facts.source().rates().transactionsPerMinute() / 60;
  }
}
