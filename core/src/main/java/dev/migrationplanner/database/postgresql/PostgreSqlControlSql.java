package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ControlSql;
import java.util.List;

/** Our own tables in PostgreSQL. */
final class PostgreSqlControlSql implements ControlSql {

  private static final List<String> INSTALL =
      List.of(
          "CREATE SCHEMA IF NOT EXISTS migration_planner",
          """
          CREATE TABLE IF NOT EXISTS migration_planner.epoch (
            migration varchar(64) PRIMARY KEY, epoch bigint NOT NULL,
            authority varchar(8) NOT NULL, stage varchar(16) NOT NULL,
            read_share int NOT NULL, closing smallint NOT NULL
          ) WITH (autovacuum_enabled = off)""",
          """
          CREATE TABLE IF NOT EXISTS migration_planner.hop (
            migration varchar(64) NOT NULL, direction varchar(16) NOT NULL, hop bigint NOT NULL,
            epoch bigint, collected text, other_collected text, equal_to text,
            PRIMARY KEY (migration, direction, hop))""",
          """
          CREATE TABLE IF NOT EXISTS migration_planner.pending_key (
            migration varchar(64) NOT NULL, direction varchar(16) NOT NULL,
            table_name varchar(64) NOT NULL, key_hash char(32) NOT NULL,
            key_text text NOT NULL, kind varchar(8), authority_tag text, other_tag text,
            PRIMARY KEY (migration, direction, table_name, key_hash))""",
          """
          CREATE TABLE IF NOT EXISTS migration_planner.chunk (
            migration varchar(64) NOT NULL, table_name varchar(64) NOT NULL,
            ordinal bigint NOT NULL, after_key text, up_to_key text, done smallint NOT NULL,
            row_count bigint, byte_count bigint,
            PRIMARY KEY (migration, table_name, ordinal))""",
          """
          CREATE TABLE IF NOT EXISTS migration_planner.quarantine (
            migration varchar(64) NOT NULL, table_name varchar(64) NOT NULL,
            key_hash char(32) NOT NULL, key_text text NOT NULL,
            column_name varchar(64), reason text, remedy text,
            PRIMARY KEY (migration, table_name, key_hash))""",
          JsonTrees.NORMAL);

  @Override
  public List<String> install() {
    return INSTALL;
  }

  @Override
  public List<String> remove() {
    return List.of("DROP SCHEMA IF EXISTS migration_planner CASCADE");
  }

  @Override
  public String exists() {
    return """
        SELECT 1 FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'migration_planner' AND c.relname = ?""";
  }

  /** LOCK TABLE takes no snapshot, so the row is read as it is after the wait. */
  @Override
  public List<String> lockEpoch(boolean exclusive) {
    return List.of(
        "LOCK TABLE migration_planner.epoch IN "
            + (exclusive ? "ACCESS EXCLUSIVE" : "ACCESS SHARE")
            + " MODE");
  }

  @Override
  public String epochSuffix(boolean exclusive) {
    return "";
  }

  @Override
  public String lockTimeout(long millis) {
    return "SET lock_timeout = '" + Math.max(1, millis) + "ms'";
  }

  /** Back to a writing session's bound. */
  @Override
  public String lockTimeoutReset() {
    return "SET lock_timeout = '30s'";
  }
}
