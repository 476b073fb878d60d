package dev.migrationplanner.app.demo;

import dev.migrationplanner.run.Status;
import java.util.List;
import java.util.Locale;

/** What of a status is worth a line. */
final class Sights {
  private Sights() {}

  static String line(Status status) {
    return String.format(
        Locale.ROOT,
        "phase %d %s, %s: lag %d ms, %,d pending keys, %,d writes, %,d shadow reads%s",
        status.phase(),
        status.phaseName(),
        status.activity().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        status.sync().lagMillis(),
        status.sync().pendingKeys(),
        status.traffic().authorityWrites(),
        status.traffic().shadowReads(),
        copied(status));
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

  static boolean copying(Status status) {
    return status.copies().stream().anyMatch(copy -> copy.rows() > 0);
  }

  private static String copied(Status status) {
    long rows = status.copies().stream().mapToLong(Status.TableCopy::rows).sum();
    return status.phase() == 2 ? String.format(Locale.ROOT, ", %,d rows copied", rows) : "";
  }
}
