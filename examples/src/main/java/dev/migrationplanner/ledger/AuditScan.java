package dev.migrationplanner.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One side's audit table against the ledger's operations. */
final class AuditScan {

  private final Ledger ledger;
  private final String side;
  private final Charges charges;
  private final byte[] timesSeen;
  private final boolean[] asPromised;
  private final Set<Long> standing = new HashSet<>();
  private final Map<String, Long> rows = new HashMap<>();

  AuditScan(Ledger ledger, String side, Charges charges) {
    this.ledger = ledger;
    this.side = side;
    this.charges = charges;
    this.timesSeen = new byte[ledger.operations().last() + 1];
    this.asPromised = new boolean[timesSeen.length];
  }

  /** Reads the whole table. */
  void read(Connection connection) throws SQLException {
    Rows.forEach(connection, ledger.audit().shape(), this::row);
    for (int operation = 1; operation < timesSeen.length; operation++) {
      if (outcome(operation) == Outcome.ACKNOWLEDGED) {
        acknowledged(operation);
      }
    }
  }

  /** The operations of unknown outcome that stand on this side. */
  Set<Long> standing() {
    return standing;
  }

  /** Each audit row's key and hash, for the comparison of both sides. */
  Map<String, Long> rows() {
    return rows;
  }

  private void row(Row row) {
    long hash = Cells.hash(Cells.of(row.values()));
    rows.put(row.key().text(), hash);
    String number = row.notNull(ledger.audit().operationColumn());
    long operation = number.length() > 18 ? -1 : Long.parseLong(number);
    if (ledger.operations().knows(operation)) {
      seen(operation, hash);
    } else {
      charges.add(Fault.PHANTOM, side, "operation " + number, "was never begun");
    }
  }

  private void seen(long operation, long hash) {
    int place = (int) operation;
    timesSeen[place] = (byte) Math.min(2, timesSeen[place] + 1);
    switch (outcome(operation)) {
      case ACKNOWLEDGED -> asPromised[place] |= ledger.operations().auditHash(operation) == hash;
      case UNKNOWN -> unknown(operation);
      case FAILED ->
          charges.add(
              Fault.PHANTOM, side, "operation " + operation, "failed and stands all the same");
      case IN_FLIGHT ->
          throw new IllegalStateException("Operation " + operation + " is in flight.");
    }
  }

  private void acknowledged(int operation) {
    if (timesSeen[operation] == 0) {
      charges.add(Fault.LOST, side, "operation " + operation, "has no audit row");
    } else if (!asPromised[operation]) {
      charges.add(Fault.LOST, side, "operation " + operation, "has an audit row with other values");
    }
    if (timesSeen[operation] > 1) {
      charges.add(Fault.DUPLICATED, side, "operation " + operation, "");
    }
  }

  private void unknown(long operation) {
    if (!standing.add(operation)) {
      charges.add(Fault.DUPLICATED, side, "operation " + operation, "of unknown outcome");
    }
  }

  private Outcome outcome(long operation) {
    return ledger.operations().outcome(operation);
  }
}
