package dev.migrationplanner.schema;

import java.util.List;
import java.util.Optional;

/**
 * The tables of one database (or one PostgreSQL schema), ordered by name, and what else lives
 * there.
 */
public record Schema(String name, List<Table> tables, List<OtherObject> others) {

  public Schema {
    tables = List.copyOf(tables);
    others = List.copyOf(others);
  }

  /** The table of that name. */
  public Optional<Table> table(String tableName) {
    return tables.stream().filter(t -> t.name().equals(tableName)).findFirst();
  }
}
