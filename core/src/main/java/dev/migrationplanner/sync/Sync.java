package dev.migrationplanner.sync;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.ChangeLog.LogLostException;
import dev.migrationplanner.database.Database.Failure;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.HopTable.HopRow;
import dev.migrationplanner.database.LogPosition;
import dev.migrationplanner.database.MappedTable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the other side equal to the authority, in a thread of its own, until closed. In {@link
 * Mode#COLLECT} it only makes changed keys durable (the backfill is running); in {@link Mode#HOP}
 * it catches up and then hops. Passing failures are tried again for ever, with growing waits, and
 * shown; others stop it and are shown.
 */
public final class Sync implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sync.class);
  private static final long COLLECT_EVERY_MILLIS = 500;
  private static final Duration PROBE_EVERY = Duration.ofSeconds(3);
  private static final int CATCH_UP_KEYS = 5_000;

  /**
   * Tries of a row that the other side refuses, about 20 s in all: a unique value that another
   * writer holds may be let go of, what no type can hold may not.
   */
  private static final int REFUSALS_MAX = 12;

  /** What is done with changed keys. */
  public enum Mode {
    COLLECT,
    HOP
  }

  private final String migration;
  private final Map<Side, SyncSide> sides;
  private final SyncedTables tables;
  private final SyncOptions options;
  private final Statements statements;
  private final OwnHops ownHops = new OwnHops();
  private final LogJudge judge;
  private final Map<Side, LogIntake> logs = new EnumMap<>(Side.class);
  private final ReentrantLock work = new ReentrantLock(true);
  private final Semaphore arrived = new Semaphore(0);
  private final ConcurrentLinkedQueue<TableKey> doubted = new ConcurrentLinkedQueue<>();
  private final SyncMeter meter = new SyncMeter();
  private final Thread thread;

  private @Nullable HopNumbers numbers;
  private @Nullable Hopper hopper;
  private volatile Mode mode = Mode.COLLECT;
  private volatile boolean closed;
  private volatile boolean caughtUp;

  /**
   * Sync of these tables; nothing runs until {@link #start}.
   *
   * @param fingerprints the planned shape of the tables, by side
   */
  public Sync(
      String migration,
      SyncSide source,
      SyncSide target,
      List<MappedTable> tables,
      SyncOptions options,
      Map<Side, String> fingerprints) {
    this.migration = migration;
    this.sides = Map.of(Side.SOURCE, source, Side.TARGET, target);
    this.tables = new SyncedTables(tables);
    this.options = options;
    this.statements = new Statements(this.tables, fingerprints);
    this.judge = new LogJudge(this.tables, ownHops, migration);
    this.thread = new Thread(this::loop, "sync-" + migration);
    this.thread.setDaemon(true);
  }

  /**
   * Starts, going on where it was: logs are established where that was not done yet, and read from
   * where they have been taken in.
   *
   * @param readOther whether the other side's log is read too (dual writes; and always after a
   *     flip)
   */
  public void start(Direction direction, long epoch, Mode startMode, boolean readOther)
      throws SQLException {
    work.lock();
    try {
      Positions saved =
          Positions.saved(List.copyOf(sides.values())).orElse(new Positions(0, Map.of()));
      var at = new EnumMap<Side, LogPosition>(Side.class);
      at.putAll(saved.bySide());
      establish(direction.authority(), at);
      if (readOther) {
        establish(direction.other(), at);
      } else {
        at.remove(direction.other());
      }
      numbers = new HopNumbers(saved.hop());
      savePositions(direction, epoch, at);
      for (Map.Entry<Side, LogPosition> log : at.entrySet()) {
        try {
          openLog(log.getKey(), log.getValue());
        } catch (LogLostException e) {
          lost(e);
        }
      }
      hopper = newHopper(direction, epoch);
      hopper.startsAt(at.get(direction.authority()), at.get(direction.other()));
      mode(startMode);
    } finally {
      work.unlock();
    }
    thread.start();
  }

  /** Switches between collecting and hopping; waits for the step at hand. */
  public void mode(Mode next) throws SQLException {
    work.lock();
    try {
      if (next == Mode.COLLECT && mode == Mode.HOP && hopper != null) {
        hopper.collect();
      }
      caughtUp = false;
      mode = next;
    } finally {
      work.unlock();
    }
    arrived.release();
  }

  /** Rows that somebody doubts: they become pending. */
  public void doubt(Collection<TableKey> rows) {
    doubted.addAll(rows);
    arrived.release();
  }

  /** Rows settled by the last hops, each handed out once; for spot checks. */
  public List<TableKey> recentRows(int limit) {
    Hopper current = hopper;
    return current == null ? List.of() : current.recent().take(limit);
  }

  /** Which table of the migration has that name; for doubts from outside. */
  public boolean knows(String table) {
    return tables.all().stream().anyMatch(t -> t.name().equals(table));
  }

  /**
   * Waits until the other side equals a snapshot opened after this call, with both logs read to
   * their ends and nothing pending.
   *
   * @return false if that took longer
   */
  public boolean awaitEqual(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < deadline && !closed) {
      if (hopNow()) {
        return true;
      }
      Thread.sleep(20);
    }
    return false;
  }

  /**
   * Looks at both sides at one moment: inside a hop, after its writes and before its commit, when
   * the other side equals the authority's snapshot.
   *
   * @return false if no such hop succeeded in time
   */
  public boolean inspect(Duration timeout, Inspection inspection) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < deadline && !closed) {
      if (hopNow(inspection)) {
        return true;
      }
      Thread.sleep(20);
    }
    return false;
  }

  private boolean hopNow() throws InterruptedException {
    return hopNow((source, target) -> {});
  }

  private boolean hopNow(Inspection inspection) throws InterruptedException {
    work.lock();
    try {
      Hopper current = hopper;
      if (mode != Mode.HOP || !caughtUp || current == null || meter.stopped()) {
        return false;
      }
      takeDoubts(current);
      try (Connection connection = other(current).database().connect(Use.WRITE)) {
        connection.setAutoCommit(false);
        current.enter(connection);
        boolean forward = current.direction() == Direction.SOURCE_TO_TARGET;
        Hopper.Result result =
            current.hop(
                connection,
                true,
                false,
                (snapshot, written) ->
                    inspection.look(forward ? snapshot : written, forward ? written : snapshot));
        if (result.tooMany()) {
          return false;
        }
        connection.commit();
        current.committed();
        meter.hop(result);
        return result.unsettled() == 0;
      }
    } catch (SQLException | IOException e) {
      failed(e);
      return false;
    } finally {
      work.unlock();
    }
  }

  /**
   * Runs an action while no hop runs, with the hopper in hand; for the flip.
   *
   * @param <T> what the action returns
   */
  <T> T exclusively(Exclusive<T> action) throws SQLException, IOException, InterruptedException {
    work.lock();
    try {
      Hopper current = hopper;
      if (current == null || mode != Mode.HOP || !caughtUp) {
        throw new SQLException("sync is not up to date: " + status().state());
      }
      takeDoubts(current);
      return action.run(current, numbers());
    } finally {
      work.unlock();
    }
  }

  /** After a flip: the other way from now on. Called inside {@link #exclusively}. */
  void reverse(long newEpoch) throws SQLException {
    Hopper before = hopper;
    if (before == null) {
      throw new IllegalStateException("sync has not started");
    }
    Direction direction = before.direction().reversed();
    hopper = newHopper(direction, newEpoch);
    hopper.startsAt(log(direction.authority()).position(), log(direction.other()).position());
    // What the logs still hold was there before the flip; nothing of it is lost by taking it in on
    // the new side.
    hopper.collect();
    caughtUp = false;
    arrived.release();
  }

  /** Reads the other side's log too from now on; needed before a flip. Harmless when repeated. */
  public void readOtherLog() throws SQLException {
    work.lock();
    try {
      Hopper before = hopper;
      if (before == null || logs.containsKey(before.direction().other())) {
        return;
      }
      before.collect();
      Direction direction = before.direction();
      var at = new EnumMap<Side, LogPosition>(Side.class);
      establish(direction.other(), at);
      at.put(direction.authority(), log(direction.authority()).position());
      savePositions(direction, epoch, at);
      for (Map.Entry<Side, LogPosition> log : at.entrySet()) {
        if (log.getKey() == direction.other()) {
          openLog(log.getKey(), log.getValue());
        }
      }
      hopper = newHopper(direction, epoch);
      hopper.startsAt(at.get(direction.authority()), at.get(direction.other()));
      caughtUp = false;
    } finally {
      work.unlock();
    }
    arrived.release();
  }

  /**
   * After a log was lost: both logs are established anew and read from now on. What was lost
   * between is in no log: the caller must compare every table after this returns, and doubt the
   * rows that differ.
   */
  public void readAnew() throws SQLException {
    work.lock();
    try {
      Hopper before = hopper;
      if (before == null) {
        throw new IllegalStateException("sync has not started");
      }
      Direction direction = before.direction();
      var at = new EnumMap<Side, LogPosition>(Side.class);
      for (Map.Entry<Side, LogIntake> log : logs.entrySet()) {
        log.getValue().close();
        log.getValue().log().drop();
        establish(log.getKey(), at);
      }
      savePositions(direction, epoch, at);
      for (Map.Entry<Side, LogPosition> log : at.entrySet()) {
        openLog(log.getKey(), log.getValue());
      }
      hopper = newHopper(direction, epoch);
      hopper.startsAt(at.get(direction.authority()), at.get(direction.other()));
      caughtUp = false;
      meter.cleared();
    } finally {
      work.unlock();
    }
    arrived.release();
  }

  private LogIntake log(Side side) {
    LogIntake log = logs.get(side);
    if (log == null) {
      throw new IllegalStateException("the log of the " + side + " is not being read");
    }
    return log;
  }

  SyncSide side(Side side) {
    SyncSide found = sides.get(side);
    if (found == null) {
      throw new IllegalStateException("no such side");
    }
    return found;
  }

  /** Makes a stopped sync try again. */
  public void retry() {
    meter.cleared();
    arrived.release();
  }

  /** How it stands. Never blocks on a database. */
  public SyncStatus status() {
    Hopper current = hopper;
    HopNumbers count = numbers;
    if (current == null || count == null || closed) {
      return meter.status(Direction.SOURCE_TO_TARGET, SyncStatus.State.OFF, -1, 0, 0, 0, 0);
    }
    SyncStatus.State state =
        mode == Mode.COLLECT
            ? SyncStatus.State.COLLECTING
            : caughtUp ? SyncStatus.State.IN_SYNC : SyncStatus.State.CATCHING_UP;
    return meter.status(
        current.direction(),
        state,
        caughtUp ? count.lagMillis() : -1,
        current.pendingInMemory() + meter.stored() + doubted.size(),
        count.started(),
        count.finished(),
        judge.transactions());
  }

  private volatile long epoch;
  private long nextHop = System.nanoTime();
  private long nextProbe = System.nanoTime();

  private void loop() {
    while (!closed) {
      try {
        arrived.tryAcquire(options.idle().toMillis(), TimeUnit.MILLISECONDS);
        TimeUnit.NANOSECONDS.sleep(nextHop - System.nanoTime());
        arrived.drainPermits();
        if (!meter.stopped()) {
          step();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void step() throws InterruptedException {
    work.lock();
    try {
      Hopper current = hopper;
      if (closed || current == null) {
        return;
      }
      takeDoubts(current);
      probeWhenDue(current);
      if (mode == Mode.COLLECT) {
        collectStep(current);
      } else if (!caughtUp) {
        catchUpStep(current);
      } else {
        hopStep(current);
      }
      meter.worked();
    } catch (SQLException | IOException e) {
      failed(e);
    } catch (RuntimeException e) {
      LOG.error("sync stopped", e);
      meter.failed(SyncStatus.State.FAILED, "sync stopped by an internal error: " + e);
    } finally {
      work.unlock();
    }
  }

  private void probeWhenDue(Hopper current) throws SQLException, InterruptedException {
    if (System.nanoTime() - nextProbe >= 0) {
      nextProbe = System.nanoTime() + PROBE_EVERY.toNanos();
      current.probeLogs();
    }
  }

  private void collectStep(Hopper current) throws SQLException, InterruptedException {
    current.collect();
    meter.stored(current.stored());
    TimeUnit.MILLISECONDS.sleep(Math.min(COLLECT_EVERY_MILLIS, options.idle().toMillis()));
  }

  private void catchUpStep(Hopper current) throws SQLException, IOException, InterruptedException {
    current.takeIn();
    if (current.pendingInMemory() > options.bufferedKeysMax() / 4) {
      current.collect();
    }
    long stored = current.stored();
    arrived.release();
    if (stored + current.pendingInMemory() > options.hopKeysMax()) {
      meter.stored(stored);
      Hopper.Result result = current.catchUp(Math.min(CATCH_UP_KEYS, options.hopKeysMax()));
      meter.hop(result);
      restUnless(result.unsettled() < result.keys());
      return;
    }
    current.loadStored();
    meter.stored(0);
    caughtUp = true;
  }

  private void hopStep(Hopper current) throws SQLException, IOException, InterruptedException {
    long start = System.nanoTime();
    Hopper.Result result = current.hop();
    nextHop = start + options.pace().toNanos();
    if (result.tooMany()) {
      caughtUp = false;
      arrived.release();
      return;
    }
    meter.hop(result);
    if (result.unsettled() > 0) {
      restUnless(false);
      arrived.release();
    }
  }

  private static void restUnless(boolean progress) throws InterruptedException {
    if (!progress) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private void takeDoubts(Hopper current) {
    for (TableKey row = doubted.poll(); row != null; row = doubted.poll()) {
      current.doubt(row);
    }
  }

  private void failed(Exception e) throws InterruptedException {
    if (closed) {
      return;
    }
    if (e instanceof LogLostException lost) {
      lost(lost);
    } else if (e instanceof SQLException error && isPassing(error)) {
      LOG.info("sync tries again: {}", e.getMessage());
      meter.retrying(String.valueOf(e.getMessage()));
      Thread.sleep(meter.backOffMillis());
      arrived.release();
    } else {
      LOG.error("sync stopped", e);
      meter.failed(SyncStatus.State.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private void lost(LogLostException e) {
    LOG.error("the log is lost", e);
    meter.failed(
        SyncStatus.State.NEEDS_COMPARISON,
        e.getMessage()
            + "; writes may be missing on the other side. Resume to read the log anew and compare"
            + " every table");
  }

  private boolean isPassing(SQLException error) {
    return error instanceof java.sql.SQLTransientException
        || is(Failure.RETRY, error)
        || is(Failure.DEFER, error) && meter.failures() < REFUSALS_MAX;
  }

  private boolean is(Failure kind, SQLException error) {
    return sides.values().stream().anyMatch(side -> side.database().classify(error) == kind);
  }

  private void establish(Side side, Map<Side, LogPosition> at) throws SQLException {
    if (!at.containsKey(side)) {
      SyncSide there = side(side);
      at.put(side, there.database().changeLog(migration, there.views()).establish());
    }
  }

  private void openLog(Side side, LogPosition from) throws SQLException {
    SyncSide there = side(side);
    var intake =
        new LogIntake(
            there.database().changeLog(migration, there.views()),
            options.bufferedKeysMax(),
            arrived::release);
    logs.put(side, intake);
    intake.start(from);
  }

  private void savePositions(Direction direction, long startEpoch, Map<Side, LogPosition> at)
      throws SQLException {
    SyncSide other = side(direction.other());
    try (Connection connection = other.database().connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      other.control().epoch().enter(connection, startEpoch);
      other
          .control()
          .hops()
          .insert(
              connection,
              new HopRow(
                  direction.name(),
                  numbers().next(),
                  startEpoch,
                  encode(at.get(direction.authority())),
                  encode(at.get(direction.other())),
                  ""));
      connection.commit();
    }
  }

  private static String encode(@Nullable LogPosition position) {
    return position == null ? "" : position.encode();
  }

  private Hopper newHopper(Direction direction, long hopEpoch) {
    epoch = hopEpoch;
    return new Hopper(
        migration,
        direction,
        side(direction.authority()),
        side(direction.other()),
        log(direction.authority()),
        logs.get(direction.other()),
        tables,
        options,
        hopEpoch,
        judge,
        ownHops,
        statements,
        numbers());
  }

  private SyncSide other(Hopper current) {
    return side(current.direction().other());
  }

  private HopNumbers numbers() {
    HopNumbers count = numbers;
    if (count == null) {
      throw new IllegalStateException("sync has not started");
    }
    return count;
  }

  /** Stops; what is stored stays, and a new start goes on from it. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    logs.values().forEach(LogIntake::close);
  }

  /** Looks at both sides at one moment. */
  public interface Inspection {
    /** Reads only; the connections are the hop's own. */
    void look(Connection source, Connection target) throws SQLException;
  }

  /** Something done while no hop runs. */
  interface Exclusive<T> {
    T run(Hopper hopper, HopNumbers numbers) throws SQLException, IOException, InterruptedException;
  }
}
