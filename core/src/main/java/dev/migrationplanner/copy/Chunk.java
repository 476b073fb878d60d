package dev.migrationplanner.copy;

import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.MappedTable;

/** A key range of one table: the unit of copying, verifying, retry, progress and scale-out. */
public record Chunk(MappedTable table, long ordinal, KeyRange range) {

  @Override
  public String toString() {
    return "chunk " + ordinal + " of " + table.name();
  }
}
