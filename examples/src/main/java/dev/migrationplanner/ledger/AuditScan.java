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
  private final Set<Long> standing = new HashSet<>();
  private final Map<String, Long> rows = new HashMap<>();

  AuditScan(Ledger ledger, String side, Charges charges) {
    this.ledger = ledger;
    this.side = side;
    this.charges = charges;
    this.timesSeen = new byte[ledger.operations().last() + 1];
  }

  /** Reads the whole table. */
  void read(Connection connection) throws SQLException {
    Rows.forEach(connection, ledger.audit().shape(), this::row);
    for (int operation = 1; operation < timesSeen.length; operation++) {
      if (timesSeen[operation] == 0 && outcome(operation) == Outcome.ACKNOWLEDGED) {
        charges.add(Fault.LOST, side, "operation " + operation, "has no audit row");
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
    timesSeen[(int) operation] = (byte) Math.min(2, timesSeen[(int) operation] + 1);
    boolean again = timesSeen[(int) operation] > 1;
    switch (outcome(operation)) {
      case ACKNOWLEDGED -> acknowledged(operation, again, hash);
      case UNKNOWN -> unknown(operation, again);
      case FAILED ->
          charges.add(
              Fault.PHANTOM, side, "operation " + operation, "failed and stands all the same");
      case IN_FLIGHT ->
          throw new IllegalStateException("Operation " + operation + " is in flight.");
    }
  }

  private void acknowledged(long operation, boolean again, long hash) {
    if (again) {
      charges.add(Fault.DUPLICATED, side, "operation " + operation, "");
    } else if (ledger.operations().auditHash(operation) != hash) {
      charges.add(Fault.LOST, side, "operation " + operation, "has an audit row with other values");
    }
  }

  private void unknown(long operation, boolean again) {
    standing.add(operation);
    if (again) {
      charges.add(Fault.DUPLICATED, side, "operation " + operation, "of unknown outcome");
    }
  }

  private Outcome outcome(long operation) {
    return ledger.operations().outcome(operation);
  }
}
