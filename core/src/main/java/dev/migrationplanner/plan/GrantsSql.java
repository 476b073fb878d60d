package dev.migrationplanner.plan;

import dev.migrationplanner.database.Databases;
import dev.migrationplanner.database.Endpoint;

/** grants.sql: what a DBA runs on each side before phase 0 ends. */
final class GrantsSql {

  private GrantsSql() {}

  static String of(Plan plan) {
    MigrationFile file = plan.file();
    return "-- What the tool's accounts need for migration "
        + plan.migration()
        + ". Run each part on its server; the preflight of plan and start checks it.\n"
        + part("Source", file.source())
        + part("Target", file.target());
  }

  private static String part(String side, Endpoint endpoint) {
    var text = new StringBuilder("\n-- " + side + ": " + endpoint + "\n");
    for (String statement : Databases.grants(endpoint)) {
      text.append('\n').append(statement).append(statement.startsWith("--") ? "\n" : ";\n");
    }
    return text.toString();
  }
}
