package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.engage.DatabasePair;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.ControlTables;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.sync.Repair;
import dev.migrationplanner.sync.SyncSide;
import dev.migrationplanner.sync.TableKey;
import dev.migrationplanner.verify.CompareOptions;
import dev.migrationplanner.verify.Comparison;
import dev.migrationplanner.verify.Difference;
import dev.migrationplanner.verify.TableResult;
import dev.migrationplanner.verify.Views;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What {@code compare --repair} does once it knows the rows. */
final class RowRepair {

  /** Rows of a table that one run repairs; beyond it the table had better be copied again. */
  static final int ROWS_MAX = 100_000;

  private final MigrationFile migration;
  private final DatabasePair databases;

  RowRepair(MigrationFile migration, DatabasePair databases) {
    this.migration = migration;
    this.databases = databases;
  }

  List<TableResult> repair(
      Views views, CompareOptions options, List<MappedTable> tables, List<TableResult> results)
      throws SQLException, IOException, InterruptedException {
    if (results.stream().allMatch(result -> result.differences().isEmpty())) {
      return results;
    }
    List<MappedTable> keyed = tables.stream().filter(t -> !t.source().key().isEmpty()).toList();
    Repair repair =
        Repair.between(
            side(Side.SOURCE, databases.source(), keyed),
            side(Side.TARGET, databases.target(), keyed),
            keyed);
    var comparison = new Comparison(views, options);
    var after = new ArrayList<TableResult>();
    for (int i = 0; i < results.size(); i++) {
      TableResult result = results.get(i);
      after.add(
          result.differences().isEmpty()
              ? result
              : comparison.afterRepair(tables.get(i), result, repair.make(rows(result))));
    }
    return after;
  }

  private static List<TableKey> rows(TableResult result) {
    return result.differences().stream()
        .map(Difference::key)
        .map(key -> new TableKey(result.table(), key))
        .toList();
  }

  private SyncSide side(Side side, Database database, List<MappedTable> tables) {
    return new SyncSide(
        side,
        database,
        new ControlTables(database.controlSql(), migration.migration()),
        tables.stream().map(table -> table.on(side)).toList());
  }
}
