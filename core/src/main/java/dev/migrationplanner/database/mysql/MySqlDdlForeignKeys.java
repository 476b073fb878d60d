package dev.migrationplanner.database.mysql;

import static dev.migrationplanner.database.mysql.MySqlDdlStatements.quote;

import dev.migrationplanner.database.Ddl.ForeignKeyStatements;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Foreign keys: made without looking at old rows, which a query looks at afterwards. */
final class MySqlDdlForeignKeys {

  private MySqlDdlForeignKeys() {}

  static ForeignKeyStatements create(Table table) {
    List<String> create =
        table.foreignKeys().stream()
            .map(k -> "ALTER TABLE " + quote(table.name()) + " ADD " + foreignKey(k))
            .toList();
    return new ForeignKeyStatements(
        unchecked(create), table.foreignKeys().stream().map(k -> validation(table, k)).toList());
  }

  /** Runs statements with foreign keys unchecked, and puts the session back as it was. */
  static List<String> unchecked(List<String> statements) {
    if (statements.isEmpty()) {
      return List.of();
    }
    var all = new ArrayList<String>();
    all.add(
        "SET @migration_planner_checks = @@SESSION.foreign_key_checks,"
            + " SESSION foreign_key_checks = 0");
    all.addAll(statements);
    all.add("SET SESSION foreign_key_checks = @migration_planner_checks");
    return all;
  }

  private static String foreignKey(ForeignKey key) {
    return "CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (%s)%s%s"
        .formatted(
            quote(key.name()),
            Quoting.BACKTICK.quoteAll(key.columns()),
            quote(key.referencedTable()),
            Quoting.BACKTICK.quoteAll(key.referencedColumns()),
            action(" ON DELETE ", key.onDelete()),
            action(" ON UPDATE ", key.onUpdate()));
  }

  private static String action(String on, ForeignKey.Action action) {
    return action == ForeignKey.Action.RESTRICT || action == ForeignKey.Action.SET_DEFAULT
        ? ""
        : on + action.name().replace('_', ' ');
  }

  /**
   * Counts the rows that reference nothing, which must be 0: no statement of MySQL checks an
   * existing key.
   */
  private static String validation(Table table, ForeignKey key) {
    String set =
        key.columns().stream()
            .map(c -> "c." + quote(c) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    String pairs =
        IntStream.range(0, key.columns().size())
            .mapToObj(
                i ->
                    "p.%s = c.%s"
                        .formatted(
                            quote(key.referencedColumns().get(i)), quote(key.columns().get(i))))
            .collect(Collectors.joining(" AND "));
    return """
    SELECT count(*) FROM %s c
    WHERE %s AND NOT EXISTS (SELECT 1 FROM %s p WHERE %s)"""
        .formatted(quote(table.name()), set, quote(key.referencedTable()), pairs);
  }
}
