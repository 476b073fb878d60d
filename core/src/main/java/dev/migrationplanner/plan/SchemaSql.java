package dev.migrationplanner.plan;

import dev.migrationplanner.plan.Plan.Statements;
import java.util.List;

/** schema.sql: the target's DDL in the order it is run, readable and runnable by a DBA. */
final class SchemaSql {

  private SchemaSql() {}

  static String of(Plan plan) {
    Statements statements = plan.statements();
    return "-- The target's schema for migration "
        + plan.migration()
        + ", in the order in which it is made.\n"
        + part("Phase 0: tables with their primary keys", statements.tables(), false)
        + part("Phase 2, after the rows: indexes, checks and guards", statements.indexes(), false)
        + part("Phase 2: foreign keys, old rows unchecked", statements.foreignKeys(), false)
        + part("Phase 2: foreign keys checked", statements.validate(), false)
        + part("Rollback of phase 2: empty the tables", statements.empty(), true)
        + part("Rollback of phase 0: remove the tables", statements.drop(), true);
  }

  private static String part(String title, List<String> statements, boolean comment) {
    var text = new StringBuilder("\n-- " + title + "\n");
    for (String statement : statements) {
      String line = statement.strip();
      line = line.endsWith(";") ? line : line + ";";
      text.append('\n').append(comment ? "-- " + line.replace("\n", "\n-- ") : line).append('\n');
    }
    return text.toString();
  }
}
