package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.Requirement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What reading the log needs of the server. */
final class LogRequirements {

  /**
   * Before these, a transaction that ran while a publication was changed could lose rows in the log
   * (fixed in May 2025).
   */
  private static final Map<Integer, Integer> LEAST_MINOR = Map.of(15, 13, 16, 9, 17, 5);

  private static final String ROLE =
      "SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user";

  private static final String SLOTS_FREE =
      """
      SELECT current_setting('max_replication_slots')::int - count(*)
             + count(*) FILTER (WHERE slot_name LIKE 'migration\\_planner\\_%'
                                AND database = current_database())
      FROM pg_replication_slots
      """;

  private static final String SENDERS_FREE =
      """
      SELECT current_setting('max_wal_senders')::int - count(*)
             + count(*) FILTER (WHERE application_name LIKE 'migration-planner%')
      FROM pg_stat_activity WHERE backend_type = 'walsender'
      """;

  private static final String IDLE_LIMIT =
      "SELECT coalesce(current_setting('idle_replication_slot_timeout', true), '0')";

  private final Connection connection;
  private final Endpoint endpoint;
  private final ServerFacts facts;

  LogRequirements(Connection connection, Endpoint endpoint, ServerFacts facts) {
    this.connection = connection;
    this.endpoint = endpoint;
    this.facts = facts;
  }

  List<Requirement> all() throws SQLException {
    return List.of(
        level(),
        role(),
        free("slots", "replication slot", SLOTS_FREE, "max_replication_slots"),
        free("senders", "WAL sender", SENDERS_FREE, "max_wal_senders"),
        kept(),
        idle(),
        minor(),
        prepared());
  }

  private Requirement level() throws SQLException {
    String level = ServerFacts.one(connection, "SHOW wal_level");
    return Preflight.of(
        "wal-level",
        level.equals("logical"),
        "the log can be decoded (wal_level = logical)",
        level,
        "ALTER SYSTEM SET wal_level = logical; then restart the server");
  }

  private Requirement role() throws SQLException {
    boolean may = ServerFacts.one(connection, ROLE).equals("t");
    return Preflight.of(
        "replication",
        may,
        "the role may stream the log; keep its password as one that reads everything",
        may ? "it may" : "it has no REPLICATION attribute",
        "ALTER ROLE " + Quoting.DOUBLE.quote(endpoint.user()) + " REPLICATION");
  }

  private Requirement free(String id, String noun, String query, String setting)
      throws SQLException {
    int free = Integer.parseInt(ServerFacts.one(connection, query));
    return Preflight.of(
        id,
        free > 0,
        "a " + noun + " is free",
        free + " free",
        "ALTER SYSTEM SET "
            + setting
            + " = "
            + (Integer.parseInt(ServerFacts.one(connection, "SHOW " + setting)) + 4)
            + "; then restart the server");
  }

  /** Either choice is sound; it is told because it decides what a long pause costs. */
  private Requirement kept() throws SQLException {
    String size = ServerFacts.one(connection, "SHOW max_slot_wal_keep_size");
    return Preflight.of(
        "wal-kept",
        true,
        "how much log a slot may hold back is known",
        size.equals("-1")
            ? "-1: all of it, until the disk is full; watch the disk"
            : size + ": beyond that the log is lost and the tables must be compared anew",
        "");
  }

  private Requirement idle() throws SQLException {
    String limit = ServerFacts.one(connection, IDLE_LIMIT);
    return Preflight.of(
        "idle-slots",
        limit.equals("0"),
        "slots are not dropped for being idle",
        "idle_replication_slot_timeout = " + limit,
        "ALTER SYSTEM SET idle_replication_slot_timeout = 0; SELECT pg_reload_conf()");
  }

  private Requirement minor() throws SQLException {
    int major = connection.getMetaData().getDatabaseMajorVersion();
    int minor = connection.getMetaData().getDatabaseMinorVersion();
    int least = LEAST_MINOR.getOrDefault(major, 0);
    return Preflight.of(
        "minor-version",
        minor >= least,
        "the release has no known loss of rows in logical decoding",
        facts.info().version(),
        "update to " + major + "." + least + " or newer");
  }

  private Requirement prepared() throws SQLException {
    String open = ServerFacts.one(connection, "SELECT count(*) FROM pg_prepared_xacts");
    return Preflight.of(
        "no-prepared",
        open.equals("0"),
        "no transaction is left prepared: the log could not begin",
        open + " prepared",
        "SELECT gid, prepared, owner, database FROM pg_prepared_xacts, and COMMIT PREPARED or"
            + " ROLLBACK PREPARED each");
  }
}
