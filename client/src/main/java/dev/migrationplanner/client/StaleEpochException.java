package dev.migrationplanner.client;

import java.sql.SQLTransientException;

/**
 * A transaction refused at the fence before it wrote anything, because the authority's epoch is
 * another one.
 */
public final class StaleEpochException extends SQLTransientException {
  private static final long serialVersionUID = 1L;

  /** Kept apart from serialisation: a copy of this exception has its message alone. */
  private final transient EpochRow row;

  StaleEpochException(Side side, long epoch, EpochRow row) {
    super(
        "A write on the "
            + side
            + " was refused and wrote nothing: it came with epoch "
            + epoch
            + ", but the database says epoch "
            + row.epoch()
            + " with authority "
            + row.authority()
            + " in stage "
            + row.stage()
            + ". Run the transaction again on that side.");
    this.row = row;
  }

  /** The row that refused the write. */
  public EpochRow row() {
    return row;
  }
}
