package dev.migrationplanner.database.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.StringJoiner;

/** The open transactions that a wait is for: named, without their statements. */
final class Blockers {

  private static final Duration WAIT_MAX = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int NAMED_MAX = 5;

  private static final String OPEN =
      """
      SELECT format('pid %s, user %s, application "%s", open for %s s, %s', pid, usename,
                    application_name, round(extract(epoch FROM now() - xact_start)),
                    coalesce('waiting for ' || wait_event, state)) AS who
      FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
      UNION ALL
      SELECT format('prepared transaction "%s" of %s', gid, owner) FROM pg_prepared_xacts
      """;

  private Blockers() {}

  /**
   * Waits until every transaction that ran when this was called has ended (rule 2): one that waits
   * for a synchronous standby is in neither a new slot nor a new snapshot.
   */
  static void awaitEnd(Connection connection) throws SQLException {
    XidSet first = snapshot(connection);
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    for (XidSet now = first; now.xmin() < first.xmax(); now = snapshot(connection)) {
      if (System.nanoTime() > deadline) {
        throw timedOut(connection, "the start of the change log", WAIT_MAX, first.xmax());
      }
      pause();
    }
  }

  private static XidSet snapshot(Connection connection) throws SQLException {
    return XidSet.parse(ServerFacts.one(connection, "SELECT pg_current_snapshot()::text"));
  }

  private static void pause() throws SQLException {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for open transactions", "57014", e);
    }
  }

  static SQLException timedOut(Connection connection, String what, Duration waited, long before)
      throws SQLException {
    var names = new StringJoiner("; ");
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(OPEN)) {
      for (int i = 0; i < NAMED_MAX && row.next(); i++) {
        names.add(row.getString(1));
      }
    }
    return new SQLException(
        what
            + " waited "
            + waited.toSeconds()
            + " s for transactions"
            + (before == Long.MAX_VALUE ? "" : " before " + before)
            + " that are still open: "
            + names
            + ". End them, or wait, and try again",
        "55P03");
  }
}
