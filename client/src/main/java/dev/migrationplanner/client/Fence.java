package dev.migrationplanner.client;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The check that every writing transaction begins with (docs/decisions/0001-fence-and-epoch.md): a
 * shared lock on the epoch row of the side it writes, and the epoch read under it. A flip takes the
 * lock exclusively, so it waits for the transactions in flight, and whoever comes later, or slept,
 * reads the new epoch and is refused.
 *
 * <p>A row marked {@code closing} does not decide alone: the other side's fence is entered as well,
 * in a transaction that stays open until this one ended, and the higher epoch stands.
 */
final class Fence {
  private final String migration;
  private final Databases databases;
  private final int secondsMax;

  /**
   * Sides whose epoch table was seen: there, a missing table is an error from then on; in stage OFF
   * a single one, for a cleanup may have taken it away.
   */
  private final Set<Side> installed = Collections.synchronizedSet(EnumSet.noneOf(Side.class));

  Fence(String migration, Databases databases, Duration waitMax) {
    this.migration = migration;
    this.databases = databases;
    this.secondsMax = Math.toIntExact(waitMax.toSeconds());
  }

  /**
   * Lets this transaction write on this side under the state's epoch.
   *
   * @throws StaleEpochException where the database says another epoch, or the state's Stage does
   *     not write this side
   * @throws SQLException where no epoch can be read; then nothing may be written
   */
  Passage enter(Connection connection, Side side, State state) throws SQLException {
    if (connection.getAutoCommit()) {
      throw new SQLException(
          "The fence needs a transaction: call setAutoCommit(false) before enter.", "25000");
    }
    if (!state.stage().writes().includes(side)) {
      throw new StaleEpochException(side, state.epoch(), EpochRow.of(state));
    }
    Optional<EpochRow> row = lockedRow(connection, side, state);
    return row.isEmpty() ? Passage.single() : pass(row.get(), side, state);
  }

  /** The row as it stands, without a lock; empty where there is none yet. */
  Optional<EpochRow> peek(Side side) throws SQLException {
    return databases.within(
        Duration.ofSeconds(secondsMax),
        side,
        (connection, same) -> {
          Engine engine = databases.engine(side, connection);
          try {
            return engine.peek(connection, migration, secondsMax);
          } catch (SQLException error) {
            if (engine.isMissingTable(error)) {
              return Optional.empty();
            }
            throw error;
          }
        });
  }

  private Passage pass(EpochRow own, Side side, State state) throws SQLException {
    if (!own.closing()) {
      refuseStale(own, side, state);
      return Passage.single();
    }
    Connection other = databases.open(side.other());
    Passage passage = Passage.holding(other);
    try {
      other.setAutoCommit(false);
      EpochRow theirs = required(read(other, side.other()), side.other());
      refuseStale(theirs.epoch() > own.epoch() ? theirs : own, side, state);
      return passage;
    } catch (SQLException | RuntimeException refused) {
      passage.close();
      throw refused;
    }
  }

  private static void refuseStale(EpochRow row, Side side, State state) throws StaleEpochException {
    if (row.epoch() != state.epoch() || row.authority() != state.authority()) {
      throw new StaleEpochException(side, state.epoch(), row);
    }
  }

  private Optional<EpochRow> lockedRow(Connection connection, Side side, State state)
      throws SQLException {
    if (state.stage() == Stage.OFF && !installed.contains(side)) {
      return rowIfInstalled(connection, side);
    }
    if (state.stage() != Stage.OFF) {
      return Optional.of(required(read(connection, side), side));
    }
    try {
      return read(connection, side);
    } catch (SQLException error) {
      if (databases.engine(side, connection).isMissingTable(error)) {
        installed.remove(side);
      }
      throw error;
    }
  }

  /**
   * In stage OFF the tool may not have made its table yet; a savepoint keeps the transaction whole
   * where it has not.
   */
  private Optional<EpochRow> rowIfInstalled(Connection connection, Side side) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      Optional<EpochRow> row = read(connection, side);
      connection.releaseSavepoint(before);
      return row;
    } catch (SQLException error) {
      if (!databases.engine(side, connection).isMissingTable(error)) {
        throw error;
      }
      connection.rollback(before);
      return Optional.empty();
    }
  }

  private Optional<EpochRow> read(Connection connection, Side side) throws SQLException {
    Engine engine = databases.engine(side, connection);
    try {
      Optional<EpochRow> row = engine.readLocked(connection, migration, secondsMax);
      installed.add(side);
      return row;
    } catch (SQLTimeoutException waited) {
      throw waitedTooLong(side, waited);
    } catch (SQLException error) {
      throw "57014".equals(error.getSQLState()) ? waitedTooLong(side, error) : error;
    }
  }

  private EpochRow required(Optional<EpochRow> row, Side side) throws SQLException {
    return row.orElseThrow(
        () ->
            new SQLException(
                "There is no row for migration "
                    + migration
                    + " in migration_planner.epoch of the "
                    + side
                    + ", so nothing may be written there. The migration's start makes it."));
  }

  private SQLException waitedTooLong(Side side, SQLException cause) {
    return new SQLTransientException(
        "Waited "
            + secondsMax
            + " s at the fence of the "
            + side
            + " and wrote nothing: an authority change is under way, or stopped half-way. The planner's status tells which.",
        cause.getSQLState(),
        cause.getErrorCode(),
        cause);
  }
}
