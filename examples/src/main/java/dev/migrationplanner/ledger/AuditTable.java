package dev.migrationplanner.ledger;

/**
 * The table into which every operation writes one row with its number, in its own transaction.
 *
 * @param operationColumn the column with the operation's number; it has no unique index, or doubles
 *     could not be seen
 */
public record AuditTable(TableShape shape, String operationColumn) {

  public AuditTable {
    if (shape.columns().get(shape.indexOf(operationColumn)).kind() != ValueKind.INTEGER) {
      throw new IllegalArgumentException("Column " + operationColumn + " must hold whole numbers.");
    }
  }
}
