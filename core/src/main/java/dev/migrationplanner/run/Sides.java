package dev.migrationplanner.run;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.ControlTables;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.sync.SyncSide;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Both sides of a migration at hand. */
record Sides(SyncSide source, SyncSide target, Map<String, MappedTable> tables) {

  static Sides of(Setup setup, Database source, Database target) {
    String migration = setup.file().migration();
    var tables = new LinkedHashMap<String, MappedTable>();
    setup.tables().forEach(table -> tables.put(table.name(), table));
    return new Sides(
        side(Side.SOURCE, source, setup.tables(), migration),
        side(Side.TARGET, target, setup.tables(), migration),
        tables);
  }

  private static SyncSide side(
      Side side, Database database, List<MappedTable> tables, String migration) {
    return new SyncSide(
        side,
        database,
        new ControlTables(database.controlSql(), migration),
        tables.stream().map(table -> table.on(side)).toList());
  }

  SyncSide on(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  RowCheck rowCheck() {
    return new RowCheck(source, target, tables);
  }

  /** Drops both logs' traces on the servers. */
  void dropLogs(String migration) throws SQLException {
    for (SyncSide side : List.of(source, target)) {
      side.database().changeLog(migration, side.views()).drop();
    }
  }
}
