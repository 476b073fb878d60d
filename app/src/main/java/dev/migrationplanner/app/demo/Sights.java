package dev.migrationplanner.app.demo;

import dev.migrationplanner.run.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What of a status is worth a line. */
final class Sights {
  private Sights() {}

  static String line(Status status) {
    return String.format(
        Locale.ROOT,
        "phase %d %s, %s: lag %d ms, %,d pending keys, %,d writes, %,d shadow reads%s%s",
        status.phase(),
        status.phaseName(),
        status.activity().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        status.sync().lagMillis(),
        status.sync().pendingKeys(),
        status.traffic().authorityWrites(),
        status.traffic().shadowReads(),
        copied(status),
        shut(status));
  }

  /** Names of the phase's gates that are shut. */
  private static String shut(Status status) {
    String names =
        status.gates().stream()
            .filter(gate -> gate.phase() == status.phase() && !gate.verdict().equals("PASS"))
            .map(Status.GateState::gate)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : "; shut: " + names;
  }

  static String gate(Status.GateState gate) {
    String waits = gate.waitsFor().isEmpty() ? "" : ", waits for " + gate.waitsFor();
    return gate.gate()
        + " "
        + gate.verdict().toLowerCase(Locale.ROOT)
        + ": "
        + gate.evidence()
        + waits;
  }

  static List<String> evidence(Status status, int phase) {
    return status.gates().stream()
        .filter(gate -> gate.phase() == phase)
        .map(gate -> gate.gate() + ": " + gate.evidence())
        .toList();
  }

  static boolean open(Status status) {
    return status.activity() == Status.Activity.WAITING
        && status.gates().stream()
            .filter(gate -> gate.phase() == status.phase())
            .allMatch(gate -> gate.verdict().equals("PASS"));
  }

  /** Whether the comparison is over and on record: the gate speaks of people's approval then. */
  static boolean allCompared(Status status) {
    return status.activity() == Status.Activity.WAITING
        && !status.comparisons().isEmpty()
        && status.comparisons().stream().allMatch(table -> table.state().equals("EQUAL"));
  }

  /**
   * Whether a gate has failed for so long.
   *
   * @param since holds the nanoseconds at which that was first seen; 0 = not seen
   */
  static boolean failedFor(Status status, long[] since, Duration limit) {
    boolean failed = status.gates().stream().anyMatch(gate -> gate.verdict().equals("FAIL"));
    if (!failed) {
      since[0] = 0;
    } else if (since[0] == 0) {
      since[0] = System.nanoTime();
    }
    return failed && System.nanoTime() - since[0] > limit.toNanos();
  }

  /** The gates that do not pass. */
  static String gates(Status status) {
    return status.gates().stream()
        .filter(gate -> !gate.verdict().equals("PASS"))
        .map(Sights::gate)
        .collect(Collectors.joining("; "));
  }

  /** The number of the newest line of history. */
  static long newest(Status status) {
    return status.history().stream().mapToLong(Status.Entry::number).max().orElse(0);
  }

  /** Whether a command was refused since that line of history. */
  static boolean refused(Status status, long since) {
    return status.history().stream()
        .anyMatch(entry -> entry.number() > since && entry.what().startsWith("refused"));
  }

  static boolean copying(Status status) {
    return status.copies().stream().anyMatch(copy -> copy.rows() > 0);
  }

  private static String copied(Status status) {
    long rows = status.copies().stream().mapToLong(Status.TableCopy::rows).sum();
    return status.phase() == 2 ? String.format(Locale.ROOT, ", %,d rows copied", rows) : "";
  }
}
