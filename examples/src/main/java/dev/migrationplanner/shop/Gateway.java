package dev.migrationplanner.shop;

import dev.migrationplanner.client.Comparison;
import dev.migrationplanner.client.Migration;
import dev.migrationplanner.client.RowKey;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.UnknownOutcomeException;
import dev.migrationplanner.client.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** The shop's one way to its data: plain as it was before, or through the migration. */
public interface Gateway {

  /** Runs a write in a transaction of its own and returns once it is committed. */
  void write(String routingKey, List<RowKey> keys, Work<Boolean> work) throws SQLException;

  /** Runs a read. */
  <T> T read(String routingKey, String table, Work<T> read, Comparison<T> comparison)
      throws SQLException;

  /**
   * While nobody calls: waits until nothing is done behind the callers' backs either.
   *
   * @return false if that took longer
   */
  default boolean awaitRest(Duration limit) throws InterruptedException {
    return true;
  }

  /** Through the library: the Stage decides which side does what. */
  static Gateway through(Migration migration) {
    return new Gateway() {
      @Override
      public void write(String routingKey, List<RowKey> keys, Work<Boolean> work)
          throws SQLException {
        migration.write(routingKey, keys, work);
      }

      @Override
      public <T> T read(String routingKey, String table, Work<T> read, Comparison<T> comparison)
          throws SQLException {
        return migration.read(routingKey, table, read, comparison);
      }

      @Override
      public boolean awaitRest(Duration limit) throws InterruptedException {
        return migration.awaitSecondaryWrites(limit);
      }
    };
  }

  /** One database and nothing else: the shop before anybody thought of a migration. */
  static Gateway plain(DataSource database, Side side) {
    return new PlainGateway(database, side);
  }

  /** Transactions by hand. */
  record PlainGateway(DataSource database, Side side) implements Gateway {

    /**
     * An error of closing the connection says nothing about the write: a crash may come right after
     * the commit.
     */
    @Override
    public void write(String routingKey, List<RowKey> keys, Work<Boolean> work)
        throws SQLException {
      boolean committed = false;
      try (Connection connection = database.getConnection()) {
        transact(connection, work);
        committed = true;
      } catch (SQLException e) {
        if (!committed) {
          throw e;
        }
      }
    }

    private void transact(Connection connection, Work<Boolean> work) throws SQLException {
      connection.setAutoCommit(false);
      try {
        work.run(connection, side);
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
      commit(connection);
    }

    @Override
    public <T> T read(String routingKey, String table, Work<T> read, Comparison<T> comparison)
        throws SQLException {
      try (Connection connection = database.getConnection()) {
        return read.run(connection, side);
      }
    }

    private static void commit(Connection connection) throws SQLException {
      try {
        connection.commit();
      } catch (SQLException e) {
        throw new CommitInDoubtException(e);
      }
    }
  }

  /**
   * Whether an error leaves a write's outcome open: it may stand or not. Anything but a database's
   * error does.
   */
  static boolean leavesOpen(Exception e) {
    return e instanceof UnknownOutcomeException
        || e instanceof CommitInDoubtException
        || !(e instanceof SQLException);
  }

  /** The plain gateway's commit was sent and its answer lost. */
  final class CommitInDoubtException extends SQLException {
    private static final long serialVersionUID = 1L;

    CommitInDoubtException(SQLException cause) {
      super("The answer to the commit was lost.", cause.getSQLState(), cause);
    }
  }
}
