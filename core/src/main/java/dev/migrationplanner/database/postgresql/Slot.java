package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ChangeLog.LogLostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.replication.LogSequenceNumber;

/** The replication slot that keeps the log for one migration. */
final class Slot {

  private static final Duration CREATE_MAX = Duration.ofSeconds(60);

  private static final String STATE =
      """
      SELECT s.confirmed_flush_lsn::text, s.wal_status,
             to_jsonb(s) ->> 'invalidation_reason', s.plugin,
             s.database = current_database()
      FROM pg_replication_slots s WHERE s.slot_name = ?
      """;

  private static final String IDENTITY =
      """
      SELECT s.system_identifier || '/' || c.timeline_id
      FROM pg_control_system() s, pg_control_checkpoint() c
      """;

  private static final String END_READER =
      """
      SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots
      WHERE slot_name = ? AND active_pid IS NOT NULL
      """;

  private static final String DROP =
      """
      SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
      WHERE slot_name = ?
      """;

  private static final int DROP_ATTEMPTS_MAX = 100;

  private final String name;

  Slot(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Where the slot's log begins now; empty if there is no slot. */
  Optional<LogPlace> find(Connection connection) throws SQLException {
    String identity = ServerFacts.one(connection, IDENTITY);
    try (PreparedStatement statement = connection.prepareStatement(STATE)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        checkUsable(row);
        long lsn = LogSequenceNumber.valueOf(row.getString(1)).asLong();
        return Optional.of(new LogPlace(identity, name, lsn));
      }
    }
  }

  private void checkUsable(ResultSet row) throws SQLException {
    if ("lost".equals(row.getString(2)) || row.getString(3) != null || row.getString(1) == null) {
      throw new LogLostException(
          "replication slot "
              + name
              + " was invalidated ("
              + (row.getString(3) == null ? "its log was removed" : row.getString(3))
              + "; max_slot_wal_keep_size is the usual cause): changes are lost to it. Drop it, and"
              + " compare the tables anew");
    }
    if (!"pgoutput".equals(row.getString(4)) || !row.getBoolean(5)) {
      throw new LogLostException(
          "replication slot " + name + " is another database's or plugin's; drop or rename it");
    }
  }

  /**
   * Makes sure that the slot still has everything from that place on. A slot made anew under the
   * same name begins later than what its predecessor was told to forget, which is never beyond a
   * place that we saved.
   *
   * @throws LogLostException if not
   */
  void check(Connection connection, LogPlace wanted) throws SQLException {
    if (!wanted.slot().equals(name)) {
      throw new LogLostException(
          "the saved place is in slot " + wanted.slot() + ", not " + name + "; compare anew");
    }
    LogPlace found =
        find(connection)
            .orElseThrow(
                () ->
                    new LogLostException(
                        "replication slot "
                            + name
                            + " is gone: the log since "
                            + LogPlace.text(wanted.lsn())
                            + " may be lost. Compare the tables anew"));
    if (!found.identity().equals(wanted.identity())) {
      throw new LogLostException(
          "this server's history is "
              + found.identity()
              + ", the saved place is in "
              + wanted.identity()
              + " (restored, promoted or another server). Compare the tables anew");
    }
    if (Long.compareUnsigned(found.lsn(), wanted.lsn()) > 0) {
      throw new LogLostException(
          "replication slot %s begins at %s, beyond the saved place %s: it was made anew or read by somebody else. Compare the tables anew"
              .formatted(name, LogPlace.text(found.lsn()), LogPlace.text(wanted.lsn())));
    }
  }

  /** Makes it; waits, bounded, for the transactions that were writing when it was asked for. */
  LogPlace create(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = '" + CREATE_MAX.toSeconds() + "s'");
      try (PreparedStatement create =
          connection.prepareStatement("SELECT pg_create_logical_replication_slot(?, 'pgoutput')")) {
        create.setString(1, name);
        create.execute();
      } finally {
        statement.execute("SET statement_timeout = '10min'");
      }
    } catch (SQLException e) {
      if ("57014".equals(e.getSQLState())) {
        throw Blockers.timedOut(connection, "replication slot " + name, CREATE_MAX, Long.MAX_VALUE);
      }
      throw e;
    }
    return find(connection)
        .orElseThrow(() -> new LogLostException("slot " + name + " vanished when it was made"));
  }

  /** Removes it, ending a reader that still holds it, which may come back a few times. */
  void drop(Connection connection) throws SQLException {
    for (int attempt = 1; !dropped(connection); attempt++) {
      if (attempt == DROP_ATTEMPTS_MAX) {
        throw new SQLException(
            "replication slot " + name + " is still being read; stop its reader and try again",
            "55006");
      }
      pause(connection, attempt);
    }
  }

  /** Longer each time, so that it does not fall into step with a reader's attempts. */
  private static void pause(Connection connection, int attempt) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT pg_sleep(" + Math.min(100, 3 * attempt) / 1_000.0 + ")");
    }
  }

  private boolean dropped(Connection connection) throws SQLException {
    try (PreparedStatement both = connection.prepareStatement(END_READER + ";" + DROP)) {
      // In one go: a reader whose connection was ended is back within milliseconds.
      both.setString(1, name);
      both.setString(2, name);
      both.execute();
      return true;
    } catch (SQLException e) {
      if ("55006".equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }
}
