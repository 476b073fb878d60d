package dev.migrationplanner.sync;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.database.Database.Failure;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.Snapshot;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes single rows of the other side equal to the authority, on demand and without a log: what a
 * comparison found to differ, and nothing else. It takes the other side's fence alone before it
 * looks at the authority, so no hop of a running sync can commit in between and be undone by it; a
 * running sync takes it for a stranger and looks at the rows once more.
 */
public final class Repair {

  private static final int ROWS_PER_TRANSACTION = 2_000;
  private static final int ATTEMPTS_MAX = 5;
  private static final Duration LOCK_WAIT = Duration.ofSeconds(5);

  private final SyncSide authority;
  private final SyncSide other;
  private final HopWriter writer;

  private Repair(SyncSide authority, SyncSide other, SyncedTables tables) {
    this.authority = authority;
    this.other = other;
    this.writer =
        new HopWriter(authority, other, tables, new Cascades(tables), ROWS_PER_TRANSACTION);
  }

  /**
   * Away from whoever is the authority: what the newer epoch row says, the source if there is none.
   *
   * @throws SQLException if authority is being moved right now
   */
  public static Repair between(SyncSide source, SyncSide target, List<MappedTable> tables)
      throws SQLException {
    Optional<EpochRow> there = epoch(source);
    Optional<EpochRow> here = epoch(target);
    if (Stream.concat(there.stream(), here.stream()).anyMatch(EpochRow::closing)) {
      throw new SQLException(
          "authority is being moved; let `resume` or `status` settle it, then repair");
    }
    Optional<EpochRow> newest = newer(there, here);
    Direction direction =
        newest.map(row -> Direction.from(row.authority())).orElse(Direction.SOURCE_TO_TARGET);
    var synced = new SyncedTables(tables);
    return direction == Direction.SOURCE_TO_TARGET
        ? new Repair(source, target, synced)
        : new Repair(target, source, synced);
  }

  private static Optional<EpochRow> epoch(SyncSide side) throws SQLException {
    try (Connection connection = side.database().connect(Use.READ)) {
      return side.control().installed(connection)
          ? side.control().epoch().peek(connection)
          : Optional.empty();
    }
  }

  private static Optional<EpochRow> newer(Optional<EpochRow> one, Optional<EpochRow> two) {
    if (one.isEmpty() || two.isEmpty()) {
      return one.or(() -> two);
    }
    return one.get().epoch() >= two.get().epoch() ? one : two;
  }

  /**
   * Reconciles these rows.
   *
   * @return how many were changed
   */
  public long make(Collection<TableKey> rows) throws SQLException, IOException {
    var all = new ArrayList<>(rows);
    long changed = 0;
    for (int from = 0; from < all.size(); from += ROWS_PER_TRANSACTION) {
      changed += some(all.subList(from, Math.min(all.size(), from + ROWS_PER_TRANSACTION)));
    }
    return changed;
  }

  private long some(List<TableKey> rows) throws SQLException, IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(rows);
      } catch (SQLException e) {
        if (attempt == ATTEMPTS_MAX || other.database().classify(e) != Failure.RETRY) {
          throw e;
        }
      }
    }
  }

  private long once(List<TableKey> rows) throws SQLException, IOException {
    List<PendingKey> keys = rows.stream().map(PendingKey::doubted).toList();
    try (Connection connection = other.database().connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      enter(connection);
      writer.lookForTriggers();
      try (Snapshot snapshot = authority.database().snapshot(authority.views())) {
        HopWriter.Written written = writer.write(snapshot.connection(), connection, keys, null);
        connection.commit();
        return written.changed();
      }
    }
  }

  /** Alone behind the fence; where a migration was never begun there is none. */
  private void enter(Connection connection) throws SQLException {
    boolean fenced =
        other.control().installed(connection)
            && other.control().epoch().peek(connection).isPresent();
    if (!fenced) {
      return;
    }
    EpochRow row = other.control().epoch().close(connection, LOCK_WAIT);
    if (row.authority() != authority.side() || row.closing()) {
      throw new SQLException("authority has moved meanwhile; compare anew, then repair");
    }
  }
}
