package dev.migrationplanner.gate;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.time.Duration;

/**
 * The thresholds of all gates. Shares are in 0..1.
 *
 * @param confidence of every exact bound
 * @param secondaryWriteErrorsMax share of secondary writes that may fail
 * @param driftMax share of the keys written since that may still differ after a hop
 * @param driftKeysMin keys to look at before drift is judged
 * @param pendingKeysMax keys that may wait when a phase is left
 * @param mismatchMax share of shadow reads that may differ; proved by the exact bound
 * @param shadowDropsMax share of shadow reads that may be skipped before nothing is said
 * @param readP95MaxMillis bound of the 95th percentile of reads on the target
 * @param errorBudget share of reads that may fail on the new side, whatever the old one does
 * @param leastSamples reads on the new side before a step of the ramp is judged
 * @param holdPerStep least time of a step of the ramp
 * @param soak least time between the flip and the point of no return
 * @param falseAlarms share of healthy steps that may be failed, whatever the number of looks
 * @param approvalsMin people who must approve the point of no return
 */
public record GateSettings(
    double confidence,
    double secondaryWriteErrorsMax,
    double driftMax,
    long driftKeysMin,
    long pendingKeysMax,
    double mismatchMax,
    double shadowDropsMax,
    double readP95MaxMillis,
    double errorBudget,
    long leastSamples,
    @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(using = DurationText.class)
        Duration holdPerStep,
    @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(using = DurationText.class)
        Duration soak,
    double falseAlarms,
    int approvalsMin) {

  /** What holds where migration.yaml says nothing. */
  public static final GateSettings DEFAULTS =
      new GateSettings(
          0.95,
          0.001,
          0.001,
          1_000,
          10_000,
          0.0001,
          0.01,
          500,
          0.001,
          3_000,
          Duration.ofMinutes(10),
          Duration.ofHours(24),
          0.01,
          2);

  public GateSettings {
    share("confidence", confidence);
    share("secondaryWriteErrorsMax", secondaryWriteErrorsMax);
    share("driftMax", driftMax);
    share("mismatchMax", mismatchMax);
    share("shadowDropsMax", shadowDropsMax);
    share("errorBudget", errorBudget);
    share("falseAlarms", falseAlarms);
    atLeast("driftKeysMin", driftKeysMin, 1);
    atLeast("pendingKeysMax", pendingKeysMax, 0);
    atLeast("readP95MaxMillis", (long) readP95MaxMillis, 1);
    atLeast("leastSamples", leastSamples, 1);
    atLeast("approvalsMin", approvalsMin, 1);
    atLeast("holdPerStep (in ms)", holdPerStep.toMillis(), 0);
    atLeast("soak (in ms)", soak.toMillis(), 0);
  }

  private static void share(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(
          name + " is " + value + "; it is a share between 0 and 1, e.g. 0.001 for 0.1 %");
    }
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + "; it is at least " + least);
    }
  }
}
