package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Index;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which columns foreign keys tie together. PostgreSQL can only tie columns of one type, so a type
 * is chosen for all columns that hang together, directly or not (H13).
 */
final class PostgreSqlDdlKeys {

  private record Place(String table, String column) {}

  private final Schema source;
  private final Map<Place, Place> parents = new HashMap<>();
  private final Set<Place> counted = new HashSet<>();

  PostgreSqlDdlKeys(Schema source) {
    this.source = source;
    source.tables().forEach(t -> t.foreignKeys().forEach(key -> join(t, key)));
    source.tables().forEach(this::markCounted);
  }

  /** Whether the column, or one it hangs together with, is numbered by the engine. */
  boolean counted(Table table, Column column) {
    return counted.contains(root(new Place(table.name(), column.name())));
  }

  /** The same for all columns that foreign keys tie together, for no others. */
  Object tied(Table table, Column column) {
    return root(new Place(table.name(), column.name()));
  }

  /**
   * Whether the referenced columns are unique there: MySQL does not ask for it, PostgreSQL does.
   */
  boolean referencesUnique(ForeignKey key) {
    return source
        .table(key.referencedTable())
        .map(parent -> unique(parent, key.referencedColumns()))
        .orElse(false);
  }

  private static boolean unique(Table parent, List<String> columns) {
    Set<String> wanted = Set.copyOf(columns);
    var primary = parent.primaryKey();
    if (primary != null && Set.copyOf(primary.columns()).equals(wanted)) {
      return true;
    }
    return parent.indexes().stream()
        .filter(i -> i.kind() == Index.Kind.UNIQUE)
        .filter(i -> i.parts().stream().noneMatch(p -> p.expression() || p.prefixLength() > 0))
        .anyMatch(
            i ->
                i.parts().stream()
                    .map(Index.Part::term)
                    .collect(java.util.stream.Collectors.toSet())
                    .equals(wanted));
  }

  private void join(Table child, ForeignKey key) {
    for (int i = 0; i < key.columns().size(); i++) {
      Place from = root(new Place(child.name(), key.columns().get(i)));
      Place to = root(new Place(key.referencedTable(), key.referencedColumns().get(i)));
      if (!from.equals(to)) {
        parents.put(from, to);
      }
    }
  }

  private void markCounted(Table table) {
    table.columns().stream()
        .filter(Column::identity)
        .forEach(c -> counted.add(root(new Place(table.name(), c.name()))));
  }

  private Place root(Place place) {
    Place at = place;
    for (Place up = parents.get(at); up != null; up = parents.get(at)) {
      at = up;
    }
    return at;
  }
}
