package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ControlSql;
import java.util.List;

/** Our own tables in MySQL and MariaDB, in the database {@code migration_planner}. */
final class MySqlControlSql implements ControlSql {

  private static final String OPTIONS =
      " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";

  private final Flavour flavour;

  MySqlControlSql(Flavour flavour) {
    this.flavour = flavour;
  }

  @Override
  public List<String> install() {
    return List.of(
        "CREATE DATABASE IF NOT EXISTS migration_planner CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        """
        CREATE TABLE IF NOT EXISTS migration_planner.epoch (
          migration varchar(64) NOT NULL PRIMARY KEY,
          epoch bigint NOT NULL,
          authority varchar(8) NOT NULL,
          stage varchar(16) NOT NULL,
          read_share int NOT NULL,
          closing smallint NOT NULL)"""
            + OPTIONS,
        """
        CREATE TABLE IF NOT EXISTS migration_planner.hop (
          migration varchar(64) NOT NULL,
          direction varchar(16) NOT NULL,
          hop bigint NOT NULL,
          epoch bigint NOT NULL,
          collected longtext NOT NULL,
          other_collected longtext NOT NULL,
          equal_to longtext NOT NULL,
          PRIMARY KEY (migration, direction, hop))"""
            + OPTIONS,
        """
        CREATE TABLE IF NOT EXISTS migration_planner.pending_key (
          migration varchar(64) NOT NULL,
          direction varchar(16) NOT NULL,
          table_name varchar(64) NOT NULL,
          key_hash char(32) NOT NULL,
          key_text longtext NOT NULL,
          kind varchar(8) NOT NULL,
          authority_tag text NULL,
          other_tag text NULL,
          PRIMARY KEY (migration, direction, table_name, key_hash))"""
            + OPTIONS,
        """
        CREATE TABLE IF NOT EXISTS migration_planner.chunk (
          migration varchar(64) NOT NULL,
          table_name varchar(64) NOT NULL,
          ordinal bigint NOT NULL,
          after_key longtext NULL,
          up_to_key longtext NULL,
          done smallint NOT NULL,
          row_count bigint NOT NULL,
          byte_count bigint NOT NULL,
          PRIMARY KEY (migration, table_name, ordinal))"""
            + OPTIONS,
        """
        CREATE TABLE IF NOT EXISTS migration_planner.quarantine (
          migration varchar(64) NOT NULL,
          table_name varchar(64) NOT NULL,
          key_hash char(32) NOT NULL,
          key_text longtext NOT NULL,
          column_name varchar(64) NOT NULL,
          reason text NOT NULL,
          remedy text NOT NULL,
          PRIMARY KEY (migration, table_name, key_hash))"""
            + OPTIONS);
  }

  @Override
  public List<String> remove() {
    return List.of("DROP DATABASE IF EXISTS migration_planner");
  }

  @Override
  public String exists() {
    return """
        SELECT 1 FROM information_schema.tables
        WHERE table_schema = 'migration_planner' AND table_name = ?""";
  }

  @Override
  public List<String> lockEpoch(boolean exclusive) {
    return List.of();
  }

  @Override
  public String epochSuffix(boolean exclusive) {
    return exclusive ? "FOR UPDATE" : "LOCK IN SHARE MODE";
  }

  /**
   * Lock waits count whole seconds there. For a part of a second the statement's own time is
   * bounded too: what follows must be short statements, until {@link #lockTimeoutReset}.
   */
  @Override
  public String lockTimeout(long millis) {
    long seconds = Math.max(1, (millis + 999) / 1000);
    String locks = "SET SESSION innodb_lock_wait_timeout = %1$d, lock_wait_timeout = %1$d";
    if (millis % 1000 == 0) {
      return locks.formatted(seconds);
    }
    return (flavour.isMariaDb()
            ? locks + ", max_statement_time = %2$d.%3$03d"
            : locks + ", max_execution_time = %4$d")
        .formatted(seconds, millis / 1000, millis % 1000, millis);
  }

  @Override
  public String lockTimeoutReset() {
    return "SET SESSION innodb_lock_wait_timeout = 10, lock_wait_timeout = 10, "
        + (flavour.isMariaDb() ? "max_statement_time = 7200" : "max_execution_time = 7200000");
  }
}
