package dev.migrationplanner.app.demo;

import dev.migrationplanner.ledger.Judgement;
import dev.migrationplanner.run.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the journey met: the phases with their gates, the rollbacks, the pauses. */
final class Logbook {
  private static final int COUNTED_ANEW_MAX = 3;

  private final Map<Integer, PhaseEntry> phases = new TreeMap<>();
  private final List<RollbackEntry> rollbacks = new ArrayList<>();
  private final List<Long> pauses = new ArrayList<>();
  private List<String> tablesUnproved = List.of();
  private int countedAnew;
  private long enteredNanos = System.nanoTime();

  /**
   * One phase.
   *
   * @param seconds in all visits together
   * @param gate pass, once it was left forward
   */
  record PhaseEntry(int number, String phase, double seconds, String gate, List<String> evidence) {
    PhaseEntry {
      evidence = List.copyOf(evidence);
    }
  }

  /** One rollback, and what was judged right after it. */
  record RollbackEntry(int number, String phase, double seconds, long lostWrites, boolean clean) {}

  void entered(int number, String name) {
    enteredNanos = System.nanoTime();
    phases.putIfAbsent(number, new PhaseEntry(number, name, 0, "not left", List.of()));
  }

  /** Ends a visit, with the evidence as it stands. */
  void left(Status status) {
    double seconds = Narrator.seconds(Duration.ofNanos(System.nanoTime() - enteredNanos));
    double before = phases.containsKey(status.phase()) ? phases.get(status.phase()).seconds() : 0;
    if (!status.traffic().tablesUnproved().isEmpty()) {
      tablesUnproved = status.traffic().tablesUnproved();
    }
    boolean passed = Sights.open(status) || status.activity() == Status.Activity.COMPLETED;
    phases.put(
        status.phase(),
        new PhaseEntry(
            status.phase(),
            status.phaseName(),
            before + seconds,
            passed ? "pass" : "not left",
            Sights.evidence(status, status.phase())));
  }

  void rolledBack(int number, Duration took, Judgement judgement) {
    String name = phases.containsKey(number) ? phases.get(number).phase() : "";
    rollbacks.add(
        new RollbackEntry(
            number, name, Narrator.seconds(took), judgement.lostWrites(), judgement.clean()));
  }

  /** Notes that a phase is counted anew; false where that happened too often to mean anything. */
  boolean countsAnew() {
    return ++countedAnew <= COUNTED_ANEW_MAX;
  }

  int countedAnew() {
    return countedAnew;
  }

  void paused(long millis) {
    pauses.add(millis);
  }

  /** Tables that the shadow reads were too few to prove by themselves, as the last look said. */
  List<String> tablesUnproved() {
    return tablesUnproved;
  }

  List<PhaseEntry> phases() {
    return List.copyOf(phases.values());
  }

  List<RollbackEntry> rollbacks() {
    return List.copyOf(rollbacks);
  }

  long longestPauseMillis() {
    return pauses.stream().mapToLong(Long::longValue).max().orElse(-1);
  }
}
