package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.Strangers;
import java.util.ArrayList;
import java.util.List;

/** Roles of PostgreSQL. */
public final class PostgreSqlStrangers implements Strangers {

  private final String schema;

  public PostgreSqlStrangers(String schema) {
    this.schema = schema;
  }

  @Override
  public String find() {
    return """
        SELECT DISTINCT grantee FROM information_schema.table_privileges
        WHERE table_schema = %s AND privilege_type IN ('INSERT', 'UPDATE', 'DELETE')"""
        .formatted(text(schema));
  }

  @Override
  public List<String> shutOut(List<String> accounts) {
    var statements = new ArrayList<String>();
    for (String account : accounts) {
      statements.add("ALTER ROLE " + Quoting.DOUBLE.quote(account) + " NOLOGIN");
    }
    for (String account : accounts) {
      statements.add(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = "
              + text(account));
    }
    statements.add("SELECT gid, owner FROM pg_prepared_xacts");
    return statements;
  }

  @Override
  public List<String> letIn(List<String> accounts) {
    return accounts.stream().map(a -> "ALTER ROLE " + Quoting.DOUBLE.quote(a) + " LOGIN").toList();
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
