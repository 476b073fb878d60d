package dev.migrationplanner.verify;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.Snapshot;
import java.sql.SQLException;
import java.util.List;

/** A new snapshot of each side for each view. */
record FreshViews(Database source, Database target) implements Views {

  private static final int AT_ONCE = 2;

  @Override
  public View open(MappedTable table) throws SQLException {
    Snapshot first = source.snapshot(List.of(table.source()));
    try {
      Snapshot second = target.snapshot(List.of(table.target()));
      return new View(reading(source, first), reading(target, second), List.of(second, first));
    } catch (SQLException | RuntimeException e) {
      first.close();
      throw e;
    }
  }

  /** Two: the side that is done with a chunk goes on while the other one still digests it. */
  @Override
  public int atOnce() {
    return AT_ONCE;
  }

  private static Reading reading(Database database, Snapshot snapshot) {
    return new Reading(database.digests(), snapshot.connection(), snapshot.visible().text());
  }
}
