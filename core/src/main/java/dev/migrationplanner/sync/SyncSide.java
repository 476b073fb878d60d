package dev.migrationplanner.sync;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.ControlTables;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.TableView;
import java.util.List;

/** One side of a migration: its database, our tables there, and the views of the tables in sync. */
public record SyncSide(Side side, Database database, ControlTables control, List<TableView> views) {
  public SyncSide {
    views = List.copyOf(views);
  }
}
