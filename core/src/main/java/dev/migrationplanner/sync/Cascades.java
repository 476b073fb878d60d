package dev.migrationplanner.sync;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.KeyChange;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.ForeignKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a log does not say (rule 17): rows that a foreign key's action changed. A parent key that
 * went away points at children of the old value on the other side; one that came, at children of
 * the new value in the snapshot. They are looked up and become part of the hop, recursively.
 */
final class Cascades {

  private static final int DEPTH_MAX = 16;

  private final List<Edge> edges = new ArrayList<>();
  private final Set<String> children = new HashSet<>();

  Cascades(SyncedTables tables) {
    for (MappedTable child : tables.all()) {
      for (ForeignKey key : child.source().table().foreignKeys()) {
        tables
            .onSide(Side.SOURCE, key.referencedTable())
            .filter(parent -> key.cascades())
            .ifPresent(parent -> addEdge(parent, child, key));
      }
    }
  }

  private void addEdge(MappedTable parent, MappedTable child, ForeignKey key) {
    boolean byKey = key.referencedColumns().equals(parent.source().keyNames());
    edges.add(new Edge(parent, child, key, byKey));
    children.add(child.name());
  }

  /** Whether rows of that table may change without a word in the log. */
  boolean reaches(String table) {
    return children.contains(table);
  }

  /** Adds to {@code keys} the rows that cascades may have changed, on either side. */
  void expand(PendingKeys keys, Lookup snapshot, Lookup other) throws SQLException {
    List<PendingKey> fresh = keys.all();
    for (int depth = 0; depth < DEPTH_MAX && !fresh.isEmpty() && !edges.isEmpty(); depth++) {
      var found = new LinkedHashMap<TableKey, PendingKey>();
      Map<String, List<PendingKey>> byTable = byTable(fresh);
      for (Edge edge : edges) {
        List<PendingKey> parents = byTable.getOrDefault(edge.parent.name(), List.of());
        collect(edge, other, edge.gone(parents), found);
        collect(edge, snapshot, edge.come(parents), found);
      }
      found.keySet().removeIf(keys::contains);
      found.values().forEach(keys::add);
      fresh = List.copyOf(found.values());
    }
  }

  private static void collect(
      Edge edge, Lookup where, List<RowKey> parents, Map<TableKey, PendingKey> found)
      throws SQLException {
    if (parents.isEmpty()) {
      return;
    }
    TableView child = edge.child.on(where.side());
    TableView parent = edge.parent.on(where.side());
    List<String> columns = edge.names(edge.child, edge.key.columns(), where.side());
    List<String> referenced = edge.names(edge.parent, edge.key.referencedColumns(), where.side());
    for (RowKey key :
        where
            .database()
            .rows()
            .children(where.connection(), child, columns, parent, referenced, parents)) {
      var row = new TableKey(edge.child.name(), key);
      found.put(row, PendingKey.doubted(row));
    }
  }

  private static Map<String, List<PendingKey>> byTable(List<PendingKey> keys) {
    var byTable = new LinkedHashMap<String, List<PendingKey>>();
    for (PendingKey key : keys) {
      byTable.computeIfAbsent(key.row().table(), name -> new ArrayList<>()).add(key);
    }
    return byTable;
  }

  /** Where children are looked up. */
  record Lookup(Side side, Database database, Connection connection) {}

  /** A foreign key with an action; {@code byKey}: it references the parent's key itself. */
  private record Edge(MappedTable parent, MappedTable child, ForeignKey key, boolean byKey) {

    List<RowKey> gone(List<PendingKey> parents) {
      return parents.stream()
          .filter(p -> !byKey || p.kind() == null || p.kind() == KeyChange.Kind.DELETE)
          .map(p -> p.row().key())
          .toList();
    }

    List<RowKey> come(List<PendingKey> parents) {
      if (key.onUpdate() == ForeignKey.Action.RESTRICT) {
        return List.of();
      }
      return parents.stream()
          .filter(p -> !byKey || p.kind() == null || p.kind() == KeyChange.Kind.INSERT)
          .map(p -> p.row().key())
          .toList();
    }

    List<String> names(MappedTable table, List<String> sourceNames, Side side) {
      List<ColumnView> there = table.on(side).columns();
      return sourceNames.stream()
          .map(name -> there.get(table.source().columnNames().indexOf(name)).name())
          .toList();
    }
  }
}
