package dev.migrationplanner.client;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the fence must know about one kind of database: its statements and what its errors mean. */
enum Engine {
  /**
   * LOCK TABLE stands apart because it takes no snapshot: the SELECT behind it sees the flip that
   * it waited for, in REPEATABLE READ too. Where the transaction had its snapshot before, {@code
   * currtid2} tells that the row seen is not the latest one.
   */
  POSTGRESQL(
      """
      LOCK TABLE migration_planner.epoch IN ACCESS SHARE MODE;
      SELECT epoch, authority, stage, read_share, closing,
             ctid = currtid2('migration_planner.epoch', ctid) AS latest
      FROM migration_planner.epoch WHERE migration = ?
      """) {
    @Override
    boolean isDeadlock(SQLException error) {
      return Set.of("40001", "40P01").contains(state(error));
    }

    @Override
    void relaxCommit(Connection connection) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET LOCAL synchronous_commit TO off");
      }
    }

    @Override
    boolean isMissingTable(SQLException error) {
      return Set.of("42P01", "3F000").contains(state(error));
    }

    /**
     * An ERROR in answer to COMMIT means that it was rolled back; what ends the session means
     * nothing.
     */
    @Override
    boolean commitErrorMeansUndone(SQLException error) {
      String state = state(error);
      return state.length() == 5
          && !state.equals("40003")
          && !UNCERTAIN_CLASSES.contains(state.substring(0, 2));
    }
  },

  /** The locking read sees the latest committed row in every isolation level. */
  MYSQL(
      """
      SELECT epoch, authority, stage, read_share, closing, 1 AS latest
      FROM migration_planner.epoch WHERE migration = ? LOCK IN SHARE MODE
      """) {
    @Override
    boolean isDeadlock(SQLException error) {
      return state(error).equals("40001") || Set.of(1213, 1205).contains(error.getErrorCode());
    }

    @Override
    boolean isMissingTable(SQLException error) {
      return Set.of(1146, 1049).contains(error.getErrorCode());
    }

    @Override
    boolean commitErrorMeansUndone(SQLException error) {
      return state(error).startsWith("23")
          || state(error).equals("40001")
          || error.getErrorCode() == 1213;
    }
  };

  /** Lost connections, shutdowns, system and internal errors. */
  private static final Set<String> UNCERTAIN_CLASSES = Set.of("08", "57", "58", "XX", "F0");

  private static final String PEEK =
      "SELECT epoch, authority, stage, read_share, closing, 1 AS latest FROM migration_planner.epoch WHERE migration = ?";

  private final String lockedRead;

  Engine(String lockedRead) {
    this.lockedRead = lockedRead;
  }

  static Engine of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return switch (product.toLowerCase(Locale.ROOT)) {
      case "postgresql" -> POSTGRESQL;
      case "mysql", "mariadb" -> MYSQL;
      default ->
          throw new SQLException(
              "The fence knows PostgreSQL, MySQL and MariaDB; this connection leads to \""
                  + product
                  + "\".");
    };
  }

  /** Takes the shared lock, then reads the row; the lock stands until the transaction ends. */
  Optional<EpochRow> readLocked(Connection connection, String migration, int secondsMax)
      throws SQLException {
    return read(connection, lockedRead, migration, secondsMax);
  }

  /** Reads the row without a lock. */
  Optional<EpochRow> peek(Connection connection, String migration, int secondsMax)
      throws SQLException {
    return read(connection, PEEK, migration, secondsMax);
  }

  /** Whether the database undid the transaction to let another one go on. */
  abstract boolean isDeadlock(SQLException error);

  /** Lets this transaction's commit return before it is on disk, where the engine can. */
  void relaxCommit(Connection connection) throws SQLException {
    // MySQL and MariaDB decide it for the whole server.
  }

  abstract boolean isMissingTable(SQLException error);

  /** Whether a COMMIT that failed so has surely changed nothing. */
  abstract boolean commitErrorMeansUndone(SQLException error);

  private static String state(SQLException error) {
    return String.valueOf(error.getSQLState());
  }

  private static Optional<EpochRow> read(
      Connection connection, String sql, String migration, int secondsMax) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(secondsMax);
      statement.setString(1, migration);
      boolean rows = statement.execute();
      while (!rows && statement.getUpdateCount() != -1) {
        rows = statement.getMoreResults();
      }
      return row(statement.getResultSet());
    }
  }

  private static Optional<EpochRow> row(@Nullable ResultSet result) throws SQLException {
    if (result == null || !result.next()) {
      return Optional.empty();
    }
    if (!result.getBoolean("latest")) {
      throw new SQLException(
          "This transaction's snapshot is older than the last change of the epoch. In REPEATABLE READ or SERIALIZABLE,"
              + " enter the fence before any other statement; roll back and run the transaction again.",
          "40001");
    }
    return Optional.of(
        new EpochRow(
            result.getLong("epoch"),
            Side.valueOf(result.getString("authority")),
            Stage.valueOf(result.getString("stage")),
            result.getInt("read_share"),
            result.getInt("closing") != 0));
  }
}
