package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Finding.Evidence;
import dev.migrationplanner.plan.Finding.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What cannot converge, cannot fit or cannot be reached in time, with the numbers. */
final class Feasibility {

  private static final double LOAD_MAX = 0.7;
  private static final double LOAD_WARN = 0.5;

  private final MigrationFile file;
  private final Facts facts;
  private final Estimator estimator;
  private final Capacity capacity;
  private final List<Finding> findings = new ArrayList<>();

  Feasibility(MigrationFile file, Facts facts, Estimator estimator) {
    this.file = file;
    this.facts = facts;
    this.estimator = estimator;
    this.capacity = estimator.capacity();
  }

  List<Finding> all() {
    converges();
    fits();
    if (file.pattern() == MigrationPattern.DUAL_WRITE) {
      reaches("shadow-reads", estimator.shadowReads());
      reaches("secondary-writes", estimator.secondaryWrites());
      file.ramp().stream().limit(1).forEach(s -> reaches("ramp", estimator.rampStep(s)));
    }
    keepsLog();
    return findings;
  }

  private void add(String rule, Severity severity, String object, String said) {
    Rule known = RuleBook.the(rule);
    findings.add(known.finding(severity, object, known.title(), Evidence.of(said, 1), List.of()));
  }

  private void converges() {
    double peak = capacity.loadPeak();
    if (peak <= LOAD_WARN) {
      return;
    }
    Severity severity = peak > LOAD_MAX ? Severity.BLOCK : Severity.WARN;
    add(
        "F01",
        severity,
        "source",
        String.format(
            Locale.ROOT,
            "%.0f row writes a second in the day's highest hour (mean %.0f) against %.0f brought over"
                + " a second%s: a load of %.2f, where at most %.1f converges in good time; catching"
                + " up: %s",
            capacity.writesPerSecondPeak(),
            capacity.writesPerSecondMean(),
            capacity.appliedPerSecond(),
            facts.pilot() == null ? " (seen elsewhere, not measured here)" : " (the pilot)",
            peak,
            LOAD_MAX,
            estimator.catchUp().known() ? estimator.catchUp().text() : "never"));
  }

  private void fits() {
    long free = file.load().targetDiskFree();
    if (free > 0 && capacity.targetBytesNeeded() > free) {
      add(
          "F02",
          Severity.BLOCK,
          "target",
          "about "
              + Texts.bytes(capacity.targetBytesNeeded())
              + " are needed (rows, indexes, sorts, log), "
              + Texts.bytes(free)
              + " are free");
    }
  }

  private void reaches(String gate, Estimate estimate) {
    Duration most = file.limits().gateTimeMax();
    if (estimate.known() && estimate.p50Seconds() > most.toSeconds()) {
      add(
          "F03",
          Severity.BLOCK,
          gate,
          estimate.method()
              + ": "
              + Texts.duration(Duration.ofSeconds(estimate.p50Seconds()))
              + ", where limits.gateTimeMax is "
              + Texts.duration(most));
    } else if (!estimate.known()) {
      add("F03", Severity.WARN, gate, estimate.method());
    }
  }

  private void keepsLog() {
    long kept = capacity.logKeptSeconds();
    long needed = capacity.logNeededSeconds();
    if (kept > 0 && needed > kept) {
      add(
          "F04",
          Severity.WARN,
          "source",
          "kept for "
              + Texts.duration(Duration.ofSeconds(kept))
              + "; copy and catching up at their slowest, twice: "
              + Texts.duration(Duration.ofSeconds(needed))
              + ". Keys are collected as they come, so only an outage of the tool needs the old log");
    }
  }
}
