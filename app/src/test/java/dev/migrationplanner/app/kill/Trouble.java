package dev.migrationplanner.app.kill;

import dev.migrationplanner.client.Side;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** What others do to the databases, so that the tool comes to points it seldom comes to. */
final class Trouble implements AutoCloseable {
  /** Lines that were there from the beginning, so that none comes between change and way back. */
  private static final String OLD_LINES = " WHERE order_id <= 4000";

  private static final Map<Side, String> INSIDE =
      Map.of(
          Side.SOURCE, "SELECT epoch FROM migration_planner.epoch LOCK IN SHARE MODE",
          Side.TARGET, "LOCK TABLE migration_planner.epoch IN ACCESS SHARE MODE");

  private static final String DROP_SLOTS =
      """
      DO $$ BEGIN
        FOR i IN 1..200 LOOP
          BEGIN
            PERFORM pg_terminate_backend(active_pid) FROM pg_replication_slots
              WHERE database = current_database() AND active;
            PERFORM pg_drop_replication_slot(slot_name) FROM pg_replication_slots
              WHERE database = current_database();
            RETURN;
          EXCEPTION WHEN object_in_use THEN PERFORM pg_sleep(0.02);
          END;
        END LOOP;
      END $$
      """;

  private static final String UNHEARD =
      "UPDATE order_lines SET quantity = quantity + 7 WHERE order_id % 50 = 0";

  private final Ground ground;
  private Connection inside;

  Trouble(Ground ground) {
    this.ground = ground;
  }

  /** More changed keys than one hop takes; in the end the same rows as before. */
  void manyChanges() throws SQLException {
    try (Connection connection = ground.source().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeUpdate("UPDATE order_lines SET quantity = quantity + 1" + OLD_LINES);
      statement.executeUpdate("UPDATE order_lines SET quantity = quantity - 1" + OLD_LINES);
      connection.commit();
    }
  }

  /** A transaction that stays inside the fence of a side, so that nobody can close it. */
  void stayInside(Side side) throws SQLException {
    if (inside == null) {
      inside = ground.on(side).getConnection();
      inside.setAutoCommit(false);
      try (Statement statement = inside.createStatement()) {
        statement.execute(INSIDE.get(side));
      }
    }
  }

  void leave() throws SQLException {
    if (inside != null) {
      inside.rollback();
      inside.setAutoCommit(true);
      inside.close();
      inside = null;
    }
  }

  /** The target's log is lost, and with it the word of rows that somebody writes there. */
  void loseLog() throws SQLException {
    try (Connection connection = ground.target().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(DROP_SLOTS);
      statement.executeUpdate(UNHEARD);
    }
  }

  @Override
  public void close() throws SQLException {
    leave();
  }
}
