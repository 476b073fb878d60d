package dev.migrationplanner.copy;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The primary keys that wait for the end of the load. A row that must be merged or set aside needs
 * its table's key at once: it is made while no other worker loads, so that neither waits for a lock
 * of the other in the database.
 */
final class KeysLeftOut {

  private final @Nullable TargetSchema schema;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final Set<String> made = new HashSet<>();

  /** {@code schema}: that left keys out; null if all keys are there. */
  KeysLeftOut(@Nullable TargetSchema schema) {
    this.schema = schema;
  }

  void beginLoad() {
    lock.readLock().lock();
  }

  void endLoad() {
    lock.readLock().unlock();
  }

  /** Returns when the table has its key. */
  void require(String targetTable) throws SQLException {
    if (schema == null) {
      return;
    }
    lock.writeLock().lock();
    try {
      if (!made.contains(targetTable)) {
        schema.createKeyLeftOut(targetTable);
        made.add(targetTable);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
