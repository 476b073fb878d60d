package dev.migrationplanner.client;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One fenced transaction on one side: enter, work, commit; or roll back. */
final class Transaction {
  private final Databases databases;
  private final Fence fence;

  Transaction(Databases databases, Fence fence) {
    this.databases = databases;
    this.fence = fence;
  }

  /**
   * Runs the work under the state's epoch.
   *
   * @throws StaleEpochException before the work ran
   * @throws UnknownOutcomeException where the answer to the commit was lost
   */
  <T extends @Nullable Object> T run(Side side, State state, Work<T> work) throws SQLException {
    return databases.on(side, (connection, same) -> inTransaction(connection, side, state, work));
  }

  /**
   * The same for a secondary write: no answer of the server is waited for longer than this, and its
   * commit need not be durable at once where the engine can do without. Should the server forget
   * it, its log has forgotten every later hop, too, and the sync makes the row so again.
   */
  <T extends @Nullable Object> T runWithin(Duration most, Side side, State state, Work<T> work)
      throws SQLException {
    return databases.within(
        most,
        side,
        (connection, same) ->
            inTransaction(
                connection,
                side,
                state,
                (inside, there) -> {
                  databases.engine(side, inside).relaxCommit(inside);
                  return work.run(inside, there);
                }));
  }

  boolean wasDeadlock(Side side, SQLException error) {
    Engine engine = databases.knownEngine(side);
    return engine != null && engine.isDeadlock(error);
  }

  private <T extends @Nullable Object> T inTransaction(
      Connection connection, Side side, State state, Work<T> work) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    if (autoCommit) {
      connection.setAutoCommit(false);
    }
    T result;
    try (Passage passage = fence.enter(connection, side, state)) {
      result = work.run(connection, side);
      commit(connection, side);
    } catch (Throwable failed) {
      rollBack(connection, autoCommit, failed);
      throw failed;
    }
    databases.restoreAutoCommit(connection, autoCommit);
    return result;
  }

  private void commit(Connection connection, Side side) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException failed) {
      if (databases.engine(side, connection).commitErrorMeansUndone(failed)) {
        throw failed;
      }
      throw new UnknownOutcomeException(side, failed);
    }
  }

  private static void rollBack(Connection connection, boolean autoCommit, Throwable failed) {
    try {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    } catch (SQLException lost) {
      failed.addSuppressed(lost);
    }
  }
}
