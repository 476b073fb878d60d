package dev.migrationplanner.client;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** The flip of docs/decisions/0001, step by step, so that a test can stop anywhere. */
final class Flip implements AutoCloseable {
  private final Rig rig;
  private final Side from;
  private final long epoch;
  private final Stage stage;
  private final Connection held;

  Flip(Rig rig, Side from, long epoch, Stage stage) throws SQLException {
    this.rig = rig;
    this.from = from;
    this.epoch = epoch;
    this.stage = stage;
    held = rig.of(from.other()).getConnection();
    held.setAutoCommit(false);
  }

  void markClosing() throws SQLException {
    try (Connection connection = rig.of(from).getConnection()) {
      connection.setAutoCommit(false);
      lock(connection, from);
      update(connection, "closing = 1");
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  void lockNewAuthority() throws SQLException {
    lock(held, from.other());
  }

  /** The last hop, in the transaction of the flip: every row of the old authority. */
  void copyAll() throws SQLException {
    for (Map.Entry<String, String> entry : rig.entries(from).entrySet()) {
      Rig.put(entry.getKey(), entry.getValue()).run(held, from.other());
    }
  }

  void commit() throws SQLException {
    update(held, values());
    held.commit();
  }

  void releaseOldAuthority() throws SQLException {
    try (Connection connection = rig.of(from).getConnection()) {
      connection.setAutoCommit(false);
      lock(connection, from);
      update(connection, values());
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  void runWhole() throws SQLException {
    markClosing();
    lockNewAuthority();
    copyAll();
    commit();
    releaseOldAuthority();
  }

  @Override
  public void close() throws SQLException {
    held.rollback();
    held.setAutoCommit(true);
    held.close();
  }

  private String values() {
    return "epoch = %d, authority = '%s', stage = '%s', read_share = 0, closing = 0"
        .formatted(epoch, from.other(), stage);
  }

  private static void lock(Connection connection, Side side) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          side == Side.TARGET
              ? "LOCK TABLE migration_planner.epoch IN ACCESS EXCLUSIVE MODE"
              : "SELECT * FROM migration_planner.epoch WHERE migration = 'shop' FOR UPDATE");
    }
  }

  private static void update(Connection connection, String what) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE migration_planner.epoch SET " + what + " WHERE migration = 'shop'")) {
      statement.executeUpdate();
    }
  }
}
