package dev.migrationplanner.app.demo;

import dev.migrationplanner.ledger.Judgement;
import dev.migrationplanner.shop.Counts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * How the demo went; serialises by its component names. A fault found at several barriers is
 * counted once: the figures are the highest of all judgements.
 *
 * @param writesPerSecond acknowledged, on average over the time that traffic ran, pauses included
 * @param tablesUnproved with too few shadow reads for a proof of their own
 * @param phasesCountedAnew how often a gate failed for a while and an operator resumed, which the
 *     history shows
 * @param message why it is not completed; "" if it is
 */
public record DemoResult(
    String outcome,
    double seconds,
    long acknowledgedWrites,
    double writesPerSecond,
    long failedWrites,
    long unknownWrites,
    long lostWrites,
    long duplicatedWrites,
    long resurrectedRows,
    long phantoms,
    List<Logbook.RollbackEntry> rollbacks,
    Map<String, Long> flipPauseMillis,
    long comparedRows,
    long differences,
    Map<String, Object> configuration,
    List<Logbook.PhaseEntry> phases,
    List<String> tablesUnproved,
    int phasesCountedAnew,
    String message) {
  private static final double UNKNOWN_MAX = 0.001;
  private static final int PHASES = 7;

  public DemoResult {
    rollbacks = List.copyOf(rollbacks);
    phases = List.copyOf(phases);
    tablesUnproved = List.copyOf(tablesUnproved);
  }

  /** Whether all that the demo is to show was shown. */
  public boolean completed() {
    return outcome.equals("completed");
  }

  static DemoResult of(
      Logbook logbook,
      Counts counts,
      List<Judgement> judgements,
      Duration took,
      Duration traffic,
      Map<String, Object> configuration,
      String failure) {
    String message = failure.isEmpty() ? doubt(logbook, counts, judgements) : failure;
    return new DemoResult(
        message.isEmpty() ? "completed" : "not completed",
        tenths(Narrator.seconds(took)),
        counts.acknowledgedWrites(),
        tenths(counts.acknowledgedWrites() / Narrator.seconds(traffic)),
        counts.failed(),
        counts.unknown(),
        most(judgements, Judgement::lostWrites),
        most(judgements, Judgement::duplicatedWrites),
        most(judgements, Judgement::resurrectedRows),
        most(judgements, Judgement::phantoms),
        logbook.rollbacks(),
        Map.of("max", logbook.longestPauseMillis()),
        judgements.stream().mapToLong(Judgement::comparedRows).sum(),
        most(judgements, Judgement::differences),
        configuration,
        logbook.phases(),
        logbook.tablesUnproved(),
        logbook.countedAnew(),
        message);
  }

  /** Why a demo that came to its end is no success all the same; "" where it is one. */
  private static String doubt(Logbook logbook, Counts counts, List<Judgement> judgements) {
    if (judgements.isEmpty() || !judgements.stream().allMatch(Judgement::clean)) {
      return "The judge found what must not be; see the counts.";
    }
    if (counts.unknown() > UNKNOWN_MAX * counts.acknowledgedWrites()) {
      return "More than 0.1 % of the writes have an unknown outcome.";
    }
    boolean gates = logbook.phases().stream().allMatch(phase -> phase.gate().equals("pass"));
    return gates && logbook.phases().size() == PHASES
        ? ""
        : "Not every phase was left through an open gate.";
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private static long most(List<Judgement> judgements, ToLongFunction<Judgement> figure) {
    return judgements.stream().mapToLong(figure).max().orElse(0);
  }
}
