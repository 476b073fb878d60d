package dev.migrationplanner.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One table.
 *
 * @param name without schema
 * @param primaryKey null if it has none
 * @param indexes secondary ones, unique ones included, without the primary key
 * @param storage engine's word for how it is stored (InnoDB, MyISAM, heap, "partitioned" ...)
 */
public record Table(
    String name,
    List<Column> columns,
    @Nullable Key primaryKey,
    List<Index> indexes,
    List<ForeignKey> foreignKeys,
    List<Check> checks,
    String storage,
    String comment) {

  public Table {
    columns = List.copyOf(columns);
    indexes = List.copyOf(indexes);
    foreignKeys = List.copyOf(foreignKeys);
    checks = List.copyOf(checks);
    var names = new HashSet<String>();
    for (Column column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException(
            "table " + name + " has column " + column.name() + " twice");
      }
    }
  }

  /** The column of that name. */
  public Optional<Column> column(String columnName) {
    return columns.stream().filter(c -> c.name().equals(columnName)).findFirst();
  }

  /**
   * What identifies a row for sync: the primary key, else a unique index over whole columns that
   * are not null.
   */
  public Optional<Key> identifyingKey() {
    if (primaryKey != null) {
      return Optional.of(primaryKey);
    }
    return indexes.stream()
        .filter(
            i ->
                i.kind() == Index.Kind.UNIQUE && i.parts().stream().allMatch(this::wholeAndNotNull))
        .findFirst()
        .map(i -> new Key(i.name(), i.parts().stream().map(Index.Part::term).toList()));
  }

  private boolean wholeAndNotNull(Index.Part part) {
    return !part.expression()
        && part.prefixLength() == 0
        && column(part.term()).map(c -> !c.nullable()).orElse(false);
  }
}
