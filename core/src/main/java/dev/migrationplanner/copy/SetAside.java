package dev.migrationplanner.copy;

import dev.migrationplanner.database.ControlTables;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Rows that cannot be carried, written to the target's quarantine in the transaction of their chunk
 * and counted once that has committed. A limit over the whole migration stops the copy: above it
 * the rows are not exceptions but a decision nobody took.
 */
final class SetAside {

  private final ControlTables control;
  private final long rowsMax;
  private final AtomicLong committed = new AtomicLong();

  SetAside(ControlTables control, long rowsMax) {
    this.control = control;
    this.rowsMax = rowsMax;
  }

  /** Takes up what earlier runs set aside. */
  void resume(Connection connection) throws SQLException {
    committed.set(control.quarantine().count(connection));
  }

  /** Those of one chunk, in its transaction. */
  Tally tally(Connection connection) {
    return new Tally(connection);
  }

  /** What one transaction sets aside. */
  final class Tally {
    private final Connection connection;
    private long rows;

    private Tally(Connection connection) {
      this.connection = connection;
    }

    void put(MappedTable table, RowKey key, SQLException why) throws SQLException {
      rows++;
      if (committed.get() + rows > rowsMax) {
        throw new SQLException(
            "more than "
                + rowsMax
                + " rows cannot be carried, the last one because: "
                + why.getMessage()
                + ". migration_planner.quarantine on the target names the others. Correct them on"
                + " the source, decide in the plan what becomes of such values, or raise the limit"
                + " of rows set aside; then copy again");
      }
      control.quarantine().put(connection, table.name(), key, why);
    }

    long rows() {
      return rows;
    }

    /** The transaction has committed. */
    void committed() {
      committed.addAndGet(rows);
    }
  }
}
