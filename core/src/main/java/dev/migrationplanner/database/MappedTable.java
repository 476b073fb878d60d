package dev.migrationplanner.database;

import dev.migrationplanner.client.Side;

/**
 * One table of the migration: its view on the source and its view on the target, columns paired by
 * position.
 */
public record MappedTable(TableView source, TableView target) {

  public MappedTable {
    if (source.columns().size() != target.columns().size() || !source.key().equals(target.key())) {
      throw new IllegalArgumentException("views of " + source.name() + " do not pair");
    }
  }

  /** The table's name in plans, pages and checkpoints: the source's. */
  public String name() {
    return source.name();
  }

  /** The view on that side. */
  public TableView on(Side side) {
    return side == Side.SOURCE ? source : target;
  }
}
