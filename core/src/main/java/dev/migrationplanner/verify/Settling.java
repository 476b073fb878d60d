package dev.migrationplanner.verify;

import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import java.util.Set;

/** How a comparison of moving data waits before it looks at differing keys again. */
public interface Settling {

  /** Nothing moves: what differs once, differs. */
  Settling STILL = (table, keys) -> false;

  /**
   * Waits until the other side has reached a later snapshot of the authority that all of these keys
   * are part of, for a bounded time.
   *
   * @return whether looking again can tell more
   */
  boolean await(MappedTable table, Set<RowKey> keys) throws InterruptedException;
}
