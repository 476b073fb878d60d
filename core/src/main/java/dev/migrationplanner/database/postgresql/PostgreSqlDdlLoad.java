package dev.migrationplanner.database.postgresql;

import static dev.migrationplanner.database.postgresql.PostgreSqlDdlStatements.quote;

import dev.migrationplanner.database.Ddl.AfterLoad;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A table that is filled without its primary key: an index built over all rows at once costs a
 * fraction of one kept up row by row, in time and in write-ahead log.
 *
 * <p>Only a key that the rows cannot violate waits: of types whose equality is the same on every
 * engine and whose entries fit an index. A text key might clash under this engine's collation, and
 * then the row must be named when it comes, not the whole load refused at its end.
 */
final class PostgreSqlDdlLoad {

  private final PostgreSqlDdlStatements statements;
  private final Table table;

  PostgreSqlDdlLoad(PostgreSqlDdlStatements statements, Table table) {
    this.statements = statements;
    this.table = table;
  }

  /** Whether the table's primary key can be made after its rows. */
  static boolean keyCanWait(Table table) {
    Key key = table.primaryKey();
    return key != null
        && table.columns().stream()
            .filter(c -> key.columns().contains(c.name()))
            .allMatch(PostgreSqlDdlLoad::comparesAlike);
  }

  private static boolean comparesAlike(Column column) {
    SqlType type = column.type();
    return type instanceof SqlType.IntegerType
        || type instanceof SqlType.BooleanType
        || (type instanceof SqlType.DecimalType decimal && decimal.precision() > 0)
        || type instanceof SqlType.UuidType
        || type instanceof SqlType.DateType
        || type instanceof SqlType.DateTimeType
        || type instanceof SqlType.InstantType
        || type instanceof SqlType.YearType;
  }

  /** Makes the key that was left out. */
  List<String> key() {
    return keyCanWait(table) ? List.of(index(), attach()) : List.of();
  }

  /** All indexes, that of the key among them, and then what needs the table to itself. */
  AfterLoad after() {
    var together = new ArrayList<String>();
    var then = new ArrayList<String>();
    if (keyCanWait(table)) {
      together.add(index());
      then.add(attach());
    }
    together.addAll(statements.indexes(table));
    then.addAll(statements.guards(table));
    return new AfterLoad(together, then);
  }

  private Key primary() {
    return Objects.requireNonNull(table.primaryKey());
  }

  private String index() {
    String columns =
        primary().columns().stream()
            .map(PostgreSqlDdlStatements::quote)
            .collect(Collectors.joining(", "));
    return "CREATE UNIQUE INDEX %s ON %s (%s)"
        .formatted(quote(primary().name()), statements.name(table.name()), columns);
  }

  /** The index becomes the key, unless there is one: running it twice is harmless. */
  private String attach() {
    String name = statements.name(table.name());
    String key = quote(primary().name());
    return """
        DO $load$ BEGIN
          IF NOT EXISTS (SELECT FROM pg_catalog.pg_constraint
              WHERE conrelid = %s::regclass AND contype = 'p') THEN
            ALTER TABLE %s ADD CONSTRAINT %s PRIMARY KEY USING INDEX %s;
          END IF;
        END $load$"""
        .formatted(PostgreSqlDdlDefaults.literal(name), name, key, key);
  }
}
