package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.Digests;

/** The parts of this engine that can be had without a connection pool, for tests. */
public final class MySqlParts {

  private MySqlParts() {}

  public static Ddl ddl() {
    return new MySqlDdl();
  }

  public static Digests digests() {
    return new MySqlDigests();
  }
}
