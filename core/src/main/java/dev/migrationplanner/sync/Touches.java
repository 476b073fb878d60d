package dev.migrationplanner.sync;

import java.sql.SQLException;
import java.util.Set;

/**
 * Is told of rows of the other side before the transaction commits that may have changed them; one
 * transaction at a time. What it throws undoes the transaction.
 */
public interface Touches {

  /** Nobody asks. */
  Touches UNNOTED =
      new Touches() {
        @Override
        public void rows(Set<TableKey> rows) {}

        @Override
        public void wholeTable(String table) {}
      };

  /** Of a hop that is about to commit; returns when it is on record. */
  void rows(Set<TableKey> rows) throws SQLException;

  /** Rows of that table may have changed, nobody knows which. */
  void wholeTable(String table) throws SQLException;
}
