package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.Digests;

/** The parts of this engine that can be had without a connection pool, for tests. */
public final class PostgreSqlParts {

  private PostgreSqlParts() {}

  public static Ddl ddl() {
    return new PostgreSqlDdl("public");
  }

  public static Digests digests() {
    return new PostgreSqlDigests("public");
  }
}
