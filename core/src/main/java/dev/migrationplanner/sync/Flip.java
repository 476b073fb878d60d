package dev.migrationplanner.sync;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.crash.CrashPoint;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.Table;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves authority from one side to the other (docs/decisions/0001-fence-and-epoch.md). The last
 * hop, and the epoch row that is the flip, commit in one transaction of the new authority, under
 * its exclusive epoch lock. Before that commit everything is let go unchanged; after it everything
 * goes forward.
 */
public final class Flip {

  private static final Logger LOG = LoggerFactory.getLogger(Flip.class);
  private static final int LAST_HOPS_MAX = 20;

  private final Sync sync;
  private final List<MappedTable> tables;
  private final FlipOptions options;

  /** A flip of these tables. */
  public Flip(Sync sync, List<MappedTable> tables, FlipOptions options) {
    this.sync = sync;
    this.tables = List.copyOf(tables);
    this.options = options;
  }

  /**
   * One attempt.
   *
   * @param from the epoch that ends
   * @param stage the Stage of the new epoch
   * @throws SQLException if it is unknown where authority is, or the old side could not be told
   *     yet: call {@link #settle} until it returns
   */
  public FlipOutcome attempt(long from, Stage stage)
      throws SQLException, IOException, InterruptedException {
    if (sync.status().state() != SyncStatus.State.IN_SYNC) {
      return letGo(from, "sync is not up to date: " + sync.status());
    }
    sync.readOtherLog();
    try {
      return whileNobodyHops(from, stage);
    } catch (NotInSyncException behind) {
      return letGo(from, String.valueOf(behind.getMessage()));
    }
  }

  private FlipOutcome whileNobodyHops(long from, Stage stage)
      throws SQLException, IOException, InterruptedException {
    return sync.exclusively(
        (hopper, numbers) -> {
          SyncSide old = sync.side(hopper.direction().authority());
          SyncSide next = sync.side(hopper.direction().other());
          try {
            begin(hopper, old, next);
          } catch (SQLException | IOException nothingChanged) {
            return letGo(from, String.valueOf(nothingChanged.getMessage()));
          }
          EpochRow row = new EpochRow(from + 1, next.side(), stage, 0, false);
          try {
            markClosing(old, from, true);
            CrashPoint.FLIP_CLOSING_MARKED.reached();
            FlipOutcome outcome = underFence(hopper, numbers, old, next, from, row);
            if (outcome.flipped()) {
              settle(old, row);
              sync.follow(row.authority(), row.epoch());
              CrashPoint.FLIP_REVERSED.reached();
            } else {
              CrashPoint.FLIP_LET_GO.reached();
              markClosing(old, from, false);
              CrashPoint.FLIP_CLOSING_LIFTED.reached();
            }
            return outcome;
          } catch (SQLException e) {
            return resolve(old, next, from, row, e);
          }
        });
  }

  /** What can be done before anybody is held; a failure here has changed nothing. */
  private void begin(Hopper hopper, SyncSide old, SyncSide next)
      throws SQLException, IOException, InterruptedException {
    CrashPoint.FLIP_BEGUN.reached();
    setCounters(old, next);
    CrashPoint.FLIP_COUNTERS_SET.reached();
    hopper.lookForTriggers();
    hopper.hop();
    CrashPoint.FLIP_HOPPED.reached();
  }

  private static FlipOutcome letGo(long epoch, String why) {
    LOG.info("the flip let go: {}", why);
    return new FlipOutcome(false, epoch, 0, 0, why);
  }

  private FlipOutcome underFence(
      Hopper hopper, HopNumbers numbers, SyncSide old, SyncSide next, long from, EpochRow row)
      throws IOException, InterruptedException, SQLException {
    try (Connection connection = next.database().connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      long held = System.nanoTime();
      long deadline = held + options.pauseMax().toNanos();
      try {
        EpochRow found = next.control().epoch().close(connection, options.lockWait());
        if (found.epoch() != from) {
          throw new SQLException("the new side is in epoch " + found.epoch() + ", not " + from);
        }
        CrashPoint.FLIP_FENCE_RAISED.reached();
        lastHops(hopper, connection, deadline);
        CrashPoint.FLIP_LAST_HOP_WRITTEN.reached();
        checkCounters(old, next, connection);
        CrashPoint.FLIP_COUNTERS_CHECKED.reached();
        next.control().epoch().put(connection, row);
        CrashPoint.FLIP_EPOCH_WRITTEN.reached();
        if (System.nanoTime() - deadline > 0) {
          throw new SQLException("writers would be held for longer than " + options.pauseMax());
        }
      } catch (SQLException | IOException | RuntimeException e) {
        connection.rollback();
        String why = String.valueOf(e.getMessage());
        LOG.info("the flip let go: {}", why);
        return new FlipOutcome(false, from, millisSince(held), 0, why);
      }
      int keys = hopper.uncommittedRows().size();
      connection.commit();
      CrashPoint.FLIP_EPOCH_COMMITTED.reached();
      double pause = millisSince(held);
      hopper.committed();
      return new FlipOutcome(true, row.epoch(), pause, keys, "");
    }
  }

  /**
   * Hops until both logs are drained and nothing is pending, then compares the rows of the last.
   */
  private void lastHops(Hopper hopper, Connection connection, long deadline)
      throws SQLException, IOException, InterruptedException {
    for (int hops = 0; hops < LAST_HOPS_MAX; hops++) {
      Hopper.Result result = hopper.lastHop(connection, deadline);
      if (result.tooMany()) {
        throw new SQLException("too many keys pending for a last hop; let sync catch up first");
      }
      if (result.changed() > 0 && !hopper.triggered().isEmpty()) {
        throw new SQLException(
            "rows changed in the last hop, and triggers fire on the new authority (tables "
                + String.join(", ", hopper.triggered())
                + "): what they change could not be put right any more. Drop them before authority"
                + " moves, or try again while nobody writes");
      }
      compare(hopper, connection);
      if (result.unsettled() == 0) {
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        break;
      }
      Thread.sleep(5);
    }
    throw new SQLException(
        "transactions delivered by the log are still not visible; is a synchronous standby missing?");
  }

  private void compare(Hopper hopper, Connection connection) throws SQLException {
    SyncSide old = sync.side(hopper.direction().authority());
    SyncSide next = sync.side(hopper.direction().other());
    Map<String, List<RowKey>> byTable = byTable(hopper.uncommittedRows());
    try (Connection reading = old.database().connect(Use.READ)) {
      for (MappedTable table : tables) {
        List<RowKey> keys = byTable.getOrDefault(table.name(), List.of());
        if (!keys.isEmpty()
            && !old.database()
                .digests()
                .rowHashes(reading, table.on(old.side()), keys)
                .equals(
                    next.database().digests().rowHashes(connection, table.on(next.side()), keys))) {
          throw new SQLException(
              "rows of table " + table.name() + " differ after the last hop; compare the table");
        }
      }
    }
  }

  private static Map<String, List<RowKey>> byTable(Set<TableKey> rows) {
    var byTable = new LinkedHashMap<String, List<RowKey>>();
    for (TableKey row : rows) {
      byTable.computeIfAbsent(row.table(), name -> new ArrayList<>()).add(row.key());
    }
    return byTable;
  }

  /**
   * Before the fence: counters of the new authority go past what the old one has handed out, with
   * headroom.
   */
  private void setCounters(SyncSide old, SyncSide next) throws SQLException {
    try (Connection reading = old.database().connect(Use.READ);
        Connection writing = next.database().connect(Use.CREATE);
        Statement statement = writing.createStatement()) {
      for (MappedTable table : tables) {
        List<Long> highest = highest(old, table, reading);
        List<Long> there = next.database().ddl().counters(writing, table(next, table));
        if (!allPast(there, highest, options.headroom() / 2)) {
          for (String sql :
              next.database().ddl().setCounters(table(next, table), highest, options.headroom())) {
            statement.execute(sql);
          }
        }
      }
    }
  }

  /** Under the fence: nothing was handed out meanwhile that reaches them. */
  private void checkCounters(SyncSide old, SyncSide next, Connection connection)
      throws SQLException {
    try (Connection reading = old.database().connect(Use.READ)) {
      for (MappedTable table : tables) {
        List<Long> highest = highest(old, table, reading);
        if (!allPast(next.database().ddl().counters(connection, table(next, table)), highest, 0)) {
          throw new SQLException(
              "a counter of table " + table.name() + " would hand out a used value; try again");
        }
      }
    }
  }

  private static List<Long> highest(SyncSide old, MappedTable table, Connection connection)
      throws SQLException {
    return old.database().ddl().counters(connection, table(old, table));
  }

  private static boolean allPast(List<Long> counters, List<Long> highest, long by) {
    for (int i = 0; i < Math.min(counters.size(), highest.size()); i++) {
      if (counters.get(i) < highest.get(i) + by) {
        return false;
      }
    }
    return true;
  }

  private static Table table(SyncSide side, MappedTable table) {
    TableView view = table.on(side.side());
    return view.table();
  }

  private void markClosing(SyncSide old, long epoch, boolean closing) throws SQLException {
    try (Connection connection = old.database().connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      EpochRow found = old.control().epoch().close(connection, options.lockWait());
      if (found.epoch() != epoch) {
        throw new SQLException("the old side is in epoch " + found.epoch() + ", not " + epoch);
      }
      old.control()
          .epoch()
          .put(
              connection,
              new EpochRow(
                  found.epoch(), found.authority(), found.stage(), found.readShare(), closing));
      CrashPoint.FLIP_CLOSING_WRITTEN.reached();
      connection.commit();
    }
  }

  /** Tells the old side of the new epoch. Harmless when repeated. */
  private static void settle(SyncSide old, EpochRow row) throws SQLException {
    try (Connection connection = old.database().connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      EpochRow found = old.control().epoch().close(connection, java.time.Duration.ofSeconds(10));
      if (found.epoch() < row.epoch() || found.closing()) {
        old.control().epoch().put(connection, row);
      }
      CrashPoint.FLIP_OLD_SIDE_TOLD.reached();
      connection.commit();
      CrashPoint.FLIP_OLD_SIDE_SETTLED.reached();
    }
  }

  /**
   * Something failed: one locking read of the new side's row tells whether the flip has happened.
   */
  private FlipOutcome resolve(
      SyncSide old, SyncSide next, long from, EpochRow row, SQLException failure)
      throws SQLException {
    EpochRow found;
    try (Connection connection = next.database().connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      found = next.control().epoch().close(connection, java.time.Duration.ofSeconds(10));
      connection.rollback();
    } catch (SQLException e) {
      e.addSuppressed(failure);
      throw e;
    }
    if (found.epoch() == row.epoch()) {
      settle(old, row);
      sync.follow(row.authority(), row.epoch());
      return new FlipOutcome(true, row.epoch(), -1, 0, String.valueOf(failure.getMessage()));
    }
    markClosing(old, from, false);
    return new FlipOutcome(false, from, 0, 0, String.valueOf(failure.getMessage()));
  }

  /**
   * At a start of the tool: carries through what a killed flip left. Returns the row that rules.
   *
   * @throws SQLException if a side cannot be reached
   */
  public static EpochRow settle(SyncSide source, SyncSide target) throws SQLException {
    EpochRow onSource = read(source);
    EpochRow onTarget = read(target);
    EpochRow ruling = onTarget.epoch() > onSource.epoch() ? onTarget : onSource;
    for (SyncSide side : List.of(source, target)) {
      EpochRow there = side == source ? onSource : onTarget;
      if (there.epoch() < ruling.epoch() || there.closing()) {
        CrashPoint.SETTLE_BEGUN.reached();
        settle(
            side,
            new EpochRow(
                ruling.epoch(), ruling.authority(), ruling.stage(), ruling.readShare(), false));
      }
    }
    return ruling;
  }

  private static EpochRow read(SyncSide side) throws SQLException {
    try (Connection connection = side.database().connect(Use.READ)) {
      return side.control()
          .epoch()
          .peek(connection)
          .orElseThrow(
              () ->
                  new SQLException("the " + side.side() + " has no epoch row; was it cleaned up?"));
    }
  }

  private static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }
}
