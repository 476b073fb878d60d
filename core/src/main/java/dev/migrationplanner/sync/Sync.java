package dev.migrationplanner.sync;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.crash.CrashPoint;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.MappedTable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the other side equal to the authority, in a thread of its own, until closed. In {@link
 * Mode#COLLECT} it only makes changed keys durable (the backfill is running); in {@link Mode#HOP}
 * it catches up and then hops. Passing failures are tried again for ever, with growing waits, and
 * shown; others stop it and are shown.
 */
public final class Sync implements AutoCloseable {

  private static final long COLLECT_EVERY_MILLIS = 500;
  private static final Duration PROBE_EVERY = Duration.ofSeconds(3);
  private static final int CATCH_UP_KEYS = 20_000;

  /** What is done with changed keys. */
  public enum Mode {
    COLLECT,
    HOP
  }

  private final SyncOptions options;
  private final Hoppers hoppers;
  private final ReentrantLock work = new ReentrantLock(true);
  private final Semaphore arrived = new Semaphore(0);
  private final ConcurrentLinkedQueue<TableKey> doubted = new ConcurrentLinkedQueue<>();
  private final SyncMeter meter = new SyncMeter();
  private final SyncFailures failures;
  private final Thread thread;

  private volatile @Nullable Hopper hopper;
  private volatile Mode mode = Mode.COLLECT;
  private volatile boolean closed;
  private volatile boolean caughtUp;
  private long storedAbout;
  private long nextHop = System.nanoTime();
  private long nextProbe = System.nanoTime();

  /**
   * Sync of these tables; nothing runs until {@link #start}.
   *
   * @param fingerprints the planned shape of the tables, by side
   * @param touches told of rows before the hop commits that wrote them
   */
  public Sync(
      String migration,
      SyncSide source,
      SyncSide target,
      List<MappedTable> tables,
      SyncOptions options,
      Map<Side, String> fingerprints,
      Touches touches) {
    this.options = options;
    this.hoppers =
        new Hoppers(
            migration, source, target, tables, options, fingerprints, touches, arrived::release);
    this.failures = new SyncFailures(hoppers.sides(), meter);
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
      hopper = hoppers.first(direction, epoch, readOther, failures::lost);
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
    return hoppers.tables().all().stream().anyMatch(t -> t.name().equals(table));
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
    work.lockInterruptibly();
    try {
      Hopper current = hopper;
      if (closed || mode != Mode.HOP || !caughtUp || current == null || meter.stopped()) {
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
        CrashPoint.LOOK_COMMITTED.reached();
        current.committed();
        meter.hop(result);
        // What triggers did in this very hop is in the log only now.
        boolean quiet = current.triggered().isEmpty() || result.changed() == 0;
        return result.unsettled() == 0 && quiet;
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
    work.lockInterruptibly();
    try {
      Hopper current = hopper;
      if (current == null || mode != Mode.HOP || !caughtUp) {
        throw new NotInSyncException("sync is not up to date: " + status().state());
      }
      takeDoubts(current);
      return action.run(current, hoppers.numbers());
    } finally {
      work.unlock();
    }
  }

  /**
   * After a flip: authority is there from now on. Called inside {@link #exclusively}; harmless when
   * repeated.
   */
  void follow(Side authority, long epoch) throws SQLException {
    Hopper before = started();
    if (before.direction().authority() != authority || before.epoch() != epoch) {
      hopWith(hoppers.towards(authority, before, epoch));
    }
    // What the logs still hold was there before the flip; nothing of it is lost by taking it in on
    // the new side.
    started().collect();
  }

  /** Reads the other side's log too from now on; needed before a flip. Harmless when repeated. */
  public void readOtherLog() throws SQLException {
    work.lock();
    try {
      Hopper before = started();
      if (!hoppers.readsOther(before)) {
        hopWith(hoppers.readingOther(before));
      }
    } finally {
      work.unlock();
    }
  }

  /**
   * After a log was lost: both logs are established anew and read from now on. What was lost
   * between is in no log: the caller must compare every table after this returns, and doubt the
   * rows that differ.
   */
  public void readAnew() throws SQLException {
    work.lock();
    try {
      hopWith(hoppers.anew(started()));
      meter.cleared();
    } finally {
      work.unlock();
    }
  }

  private void hopWith(Hopper next) {
    hopper = next;
    caughtUp = false;
    arrived.release();
  }

  private Hopper started() {
    Hopper current = hopper;
    if (current == null) {
      throw new IllegalStateException("sync has not started");
    }
    return current;
  }

  SyncSide side(Side side) {
    return hoppers.side(side);
  }

  /** Makes a stopped sync try again. */
  public void retry() {
    meter.cleared();
    arrived.release();
  }

  /** How it stands. Never blocks on a database. */
  public SyncStatus status() {
    Hopper current = hopper;
    HopNumbers count = hoppers.numbersIfStarted();
    if (current == null || count == null || closed) {
      return meter.status(Direction.SOURCE_TO_TARGET, SyncStatus.State.OFF, -1, 0, 0, 0, 0, 0);
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
        hoppers.keysWaiting(current.direction()),
        count.started(),
        count.finished(),
        hoppers.foreignTransactions());
  }

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
    } catch (SQLException | IOException | RuntimeException | Error e) {
      failed(e);
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
      storedAbout = 0;
    }
    arrived.release();
    if (isFarBehind(current)) {
      Hopper.Result result = current.catchUp(Math.min(CATCH_UP_KEYS, options.hopKeysMax()));
      storedAbout -= result.keys() - result.unsettled();
      meter.hop(result);
      restUnless(result.unsettled() < result.keys());
      return;
    }
    current.loadStored();
    storedAbout = 0;
    meter.stored(0);
    caughtUp = true;
  }

  /** Too much for one hop. Counting what is stored takes long: only where it may decide. */
  private boolean isFarBehind(Hopper current) throws SQLException {
    if (storedAbout + current.pendingInMemory() <= options.hopKeysMax()) {
      storedAbout = current.stored();
    }
    meter.stored(storedAbout);
    return storedAbout + current.pendingInMemory() > options.hopKeysMax();
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

  private void failed(Throwable e) throws InterruptedException {
    if (!closed) {
      Hopper current = hopper;
      failures.take(
          e,
          error ->
              current == null
                  ? String.valueOf(error.getMessage())
                  : hoppers.explained(current.direction(), error));
      arrived.release();
    }
  }

  private SyncSide other(Hopper current) {
    return hoppers.side(current.direction().other());
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
    hoppers.close();
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
