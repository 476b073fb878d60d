package dev.migrationplanner.sync;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.TableView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables in sync, found by the migration's name or by the name on a side. */
final class SyncedTables {

  private final List<MappedTable> tables;
  private final Map<String, MappedTable> byName = new LinkedHashMap<>();
  private final Map<String, MappedTable> byTargetName = new LinkedHashMap<>();

  SyncedTables(List<MappedTable> tables) {
    this.tables = List.copyOf(tables);
    for (MappedTable table : tables) {
      byName.put(table.name(), table);
      byTargetName.put(table.target().name(), table);
    }
  }

  List<MappedTable> all() {
    return tables;
  }

  List<TableView> views(Side side) {
    return tables.stream().map(table -> table.on(side)).toList();
  }

  MappedTable named(String name) {
    MappedTable table = byName.get(name);
    if (table == null) {
      throw new IllegalArgumentException("table " + name + " is not in sync");
    }
    return table;
  }

  Optional<MappedTable> onSide(Side side, String nameThere) {
    return Optional.ofNullable((side == Side.SOURCE ? byName : byTargetName).get(nameThere));
  }
}
