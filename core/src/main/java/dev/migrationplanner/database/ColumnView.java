package dev.migrationplanner.database;

import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.SqlType;

/**
 * A column as it stands on one side, and what it means.
 *
 * @param column the column there
 * @param logical the type whose canonical values travel: the source column's, on both sides
 */
public record ColumnView(Column column, SqlType logical) {

  /** The column's name on this side. */
  public String name() {
    return column.name();
  }
}
