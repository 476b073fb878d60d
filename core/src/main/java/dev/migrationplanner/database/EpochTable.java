package dev.migrationplanner.database;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * The epoch row of one side, under its lock. The lock lasts until the caller's transaction ends.
 */
public final class EpochTable {

  private final ControlSql sql;
  private final String migration;

  EpochTable(ControlSql sql, String migration) {
    this.sql = sql;
    this.migration = migration;
  }

  /** Reads the row as it is, without a lock. */
  public Optional<EpochRow> peek(Connection connection) throws SQLException {
    return select(connection, "");
  }

  /**
   * What each of our writing transactions does first: takes the shared lock and reads the row.
   *
   * @throws StaleEpochException if the row's epoch is not {@code expected}
   */
  public EpochRow enter(Connection connection, long expected) throws SQLException {
    EpochRow row = lock(connection, false);
    if (row.epoch() != expected) {
      throw new StaleEpochException(expected, row);
    }
    return row;
  }

  /**
   * {@link #enter}, but alone: nobody else writes this side by the rules until the caller's
   * transaction ends. So a hop and a secondary write take turns, instead of meeting in deadlocks
   * and in unique keys that the other has not committed yet. Where somebody stays inside for longer
   * than {@code wait} the shared lock does.
   *
   * @return whether the caller is alone
   */
  public boolean enterAlone(Connection connection, long expected, Duration wait)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    EpochRow row;
    try {
      row = close(connection, wait);
    } catch (SQLException occupied) {
      connection.rollback(before);
      enter(connection, expected);
      return false;
    }
    connection.releaseSavepoint(before);
    if (row.epoch() != expected) {
      throw new StaleEpochException(expected, row);
    }
    return true;
  }

  /** Takes the exclusive lock, waiting at most so long, and reads the row. */
  public EpochRow close(Connection connection, Duration wait) throws SQLException {
    execute(connection, sql.lockTimeout(Math.max(1, wait.toMillis())));
    try {
      return lock(connection, true);
    } finally {
      resetTimeout(connection);
    }
  }

  /** Writes the row; the caller holds the exclusive lock, or is the first. */
  public void put(Connection connection, EpochRow row) throws SQLException {
    String update =
        "UPDATE migration_planner.epoch SET epoch = ?, authority = ?, stage = ?, read_share = ?,"
            + " closing = ? WHERE migration = ?";
    String insert =
        "INSERT INTO migration_planner.epoch (epoch, authority, stage, read_share, closing,"
            + " migration) VALUES (?, ?, ?, ?, ?, ?)";
    if (write(connection, update, row) == 0 && peek(connection).isEmpty()) {
      write(connection, insert, row);
    }
  }

  private EpochRow lock(Connection connection, boolean exclusive) throws SQLException {
    for (String statement : sql.lockEpoch(exclusive)) {
      execute(connection, statement);
    }
    return select(connection, " " + sql.epochSuffix(exclusive))
        .orElseThrow(
            () ->
                new SQLException(
                    "migration_planner.epoch has no row for migration "
                        + migration
                        + "; was it cleaned up? Start the migration again"));
  }

  private Optional<EpochRow> select(Connection connection, String suffix) throws SQLException {
    String query =
        "SELECT epoch, authority, stage, read_share, closing FROM migration_planner.epoch"
            + " WHERE migration = ?"
            + suffix;
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, migration);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(read(row)) : Optional.empty();
      }
    }
  }

  private static EpochRow read(ResultSet row) throws SQLException {
    return new EpochRow(
        row.getLong(1),
        Side.valueOf(row.getString(2)),
        Stage.valueOf(row.getString(3)),
        row.getInt(4),
        row.getInt(5) != 0);
  }

  private int write(Connection connection, String text, EpochRow row) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setLong(1, row.epoch());
      statement.setString(2, row.authority().name());
      statement.setString(3, row.stage().name());
      statement.setInt(4, row.readShare());
      statement.setInt(5, row.closing() ? 1 : 0);
      statement.setString(6, migration);
      return statement.executeUpdate();
    }
  }

  private void resetTimeout(Connection connection) throws SQLException {
    try {
      execute(connection, sql.lockTimeoutReset());
    } catch (SQLException e) {
      if (!connection.isClosed() && !"25P02".equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  /** This side is in another epoch: whoever asked is out of date and must not write. */
  public static final class StaleEpochException extends SQLException {
    private static final long serialVersionUID = 1L;

    StaleEpochException(long expected, EpochRow row) {
      super(
          "refused: this transaction belongs to epoch "
              + expected
              + ", the database is in epoch "
              + row.epoch()
              + " (authority "
              + row.authority()
              + "); another controller has moved on");
    }
  }
}
