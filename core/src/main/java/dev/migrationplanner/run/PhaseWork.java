package dev.migrationplanner.run;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.copy.Copier;
import dev.migrationplanner.copy.CopyOptions;
import dev.migrationplanner.copy.CopyProgress;
import dev.migrationplanner.copy.TargetSchema;
import dev.migrationplanner.crash.CrashPoint;
import dev.migrationplanner.database.Database.Failure;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.plan.MigrationPattern;
import dev.migrationplanner.sync.Direction;
import dev.migrationplanner.sync.EpochRaise;
import dev.migrationplanner.sync.Sync;
import dev.migrationplanner.sync.SyncOptions;
import dev.migrationplanner.sync.TableKey;
import dev.migrationplanner.sync.Touches;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the phases do to the databases, step by step; each step can be repeated. */
final class PhaseWork {

  private static final int DRIFT_SAMPLE = 500;
  private static final int ANSWER_SECONDS_MAX = 5;
  private static final Duration ABANDON_WAIT = Duration.ofSeconds(10);
  private static final int BUILD_ATTEMPTS = 30;

  private final Setup setup;
  private final Sides sides;
  private final TargetSchema schema;
  private final Consumer<String> progress;
  private final Touches touches;
  private volatile @Nullable CopyProgress copyProgress;

  PhaseWork(Setup setup, Sides sides, Touches touches, Consumer<String> progress) {
    this.setup = setup;
    this.sides = sides;
    this.touches = touches;
    this.progress = progress;
    this.schema = new TargetSchema(sides.target().database(), setup.targetSchema(), progress);
  }

  @Nullable CopyProgress copyProgress() {
    return copyProgress;
  }

  boolean dualWrites() {
    return setup.file().pattern() == MigrationPattern.DUAL_WRITE;
  }

  /**
   * Phase 0: our tables on both sides, the target's tables, the first epoch. A target that was
   * abandoned and has come back is emptied, and learns the epoch that has begun without it.
   */
  void prepare(MigrationState.Told told) throws SQLException {
    try (Connection connection = sides.source().database().connect(Use.CREATE)) {
      progress.accept("creating migration_planner on the source");
      sides.source().control().install(connection);
    }
    CrashPoint.PREPARE_SOURCE_INSTALLED.reached();
    new Premises(sides, setup.tables()).refuseRowsOfOthers();
    schema.create(sides.target().control());
    CrashPoint.PREPARE_TARGET_CREATED.reached();
    if (targetCameBack(told)) {
      progress.accept("emptying the target, which had been abandoned");
      throwAwayData();
      raise(told);
    }
    EpochRaise.begin(sides.source(), sides.target(), row(told));
    CrashPoint.PREPARE_DONE.reached();
  }

  private boolean targetCameBack(MigrationState.Told told) throws SQLException {
    try (Connection connection = sides.target().database().connect(Use.READ)) {
      return sides.target().control().epoch().peek(connection).stream()
          .anyMatch(there -> there.epoch() < told.epoch());
    }
  }

  /** Whether the target can be reached now. */
  boolean targetAnswers() {
    try (Connection connection = sides.target().database().connect(Use.READ)) {
      return connection.isValid(ANSWER_SECONDS_MAX);
    } catch (SQLException gone) {
      return false;
    }
  }

  /**
   * Authority is the source's again, from the commit of its epoch row on; nothing is asked of the
   * target. What sync had stored on the source, and its log's traces, go: they are of a target that
   * is gone.
   */
  void abandonTarget(MigrationState.Told told) throws SQLException {
    try (Connection connection = sides.source().database().connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      EpochRow found = sides.source().control().epoch().close(connection, ABANDON_WAIT);
      if (found.epoch() <= told.epoch()) {
        sides.source().control().epoch().put(connection, row(told));
      }
      sides.source().control().pending().clear(connection);
      sides.source().control().chunks().clear(connection);
      sides.source().control().hops().prune(connection, Long.MAX_VALUE);
      connection.commit();
    }
    String migration = setup.file().migration();
    sides.source().database().changeLog(migration, sides.source().views()).drop();
    copyProgress = null;
  }

  /** Sync as the state wants it. */
  Sync startSync(MigrationState state) throws SQLException {
    var fingerprints = new EnumMap<Side, String>(Side.class);
    if (!setup.sourceFingerprint().isEmpty()) {
      fingerprints.put(Side.SOURCE, setup.sourceFingerprint());
    }
    var sync =
        new Sync(
            setup.file().migration(),
            sides.source(),
            sides.target(),
            setup.tables(),
            dualWrites() ? SyncOptions.BESIDE_DUAL_WRITES : SyncOptions.DEFAULT,
            fingerprints,
            touches);
    boolean collecting = state.phase() == Phase.BACKFILL && !state.done().copied();
    boolean readOther =
        dualWrites() || state.done().built() || state.told().authority() == Side.TARGET;
    try {
      sync.start(
          Direction.from(state.told().authority()),
          state.told().epoch(),
          collecting ? Sync.Mode.COLLECT : Sync.Mode.HOP,
          readOther);
    } catch (SQLException | RuntimeException e) {
      sync.close();
      throw e;
    }
    return sync;
  }

  /** Phase 2: every chunk; false if it was called off. */
  boolean copy(MigrationState state, Sync sync, AtomicBoolean cancelled) throws Exception {
    sync.mode(Sync.Mode.COLLECT);
    var copier =
        new Copier(
            sides.source().database(),
            sides.target().database(),
            sides.target().control(),
            CopyOptions.of(setup.file().copy()));
    CopyProgress running = copier.progress(setup.tables());
    copyProgress = running;
    Thread watcher = new Thread(() -> stopWhen(cancelled, copier), "copy-watch");
    watcher.setDaemon(true);
    watcher.start();
    try {
      boolean whole = copier.copy(setup.tables(), state.told().epoch(), running);
      CrashPoint.COPY_DONE.reached();
      return whole;
    } finally {
      watcher.interrupt();
    }
  }

  private static void stopWhen(AtomicBoolean cancelled, Copier copier) {
    try {
      while (!cancelled.get()) {
        Thread.sleep(50);
      }
      copier.stop();
    } catch (InterruptedException e) {
      // The copy has ended by itself.
      return;
    }
  }

  /**
   * After the data: everything pending is reconciled, then indexes and foreign keys. Their locks
   * may meet those of writers: what a deadlock or a lock's time limit undid is tried again, and
   * what exists is passed over.
   */
  void build(Sync sync, AtomicBoolean cancelled) throws SQLException, InterruptedException {
    sync.mode(Sync.Mode.HOP);
    for (int attempt = 1; !cancelled.get(); attempt++) {
      new Patience(sides, progress).catchUp(sync);
      CrashPoint.BUILD_CAUGHT_UP.reached();
      try {
        schema.finish();
        CrashPoint.BUILD_FINISHED.reached();
        // From here on a stranger's write there is seen, and the flip need not wait for the log.
        sync.readOtherLog();
        CrashPoint.BUILD_OTHER_LOG_READ.reached();
        return;
      } catch (SQLException e) {
        if (attempt >= BUILD_ATTEMPTS || !passing(e)) {
          throw e;
        }
        progress.accept("indexes: attempt " + attempt + " gave way to writers");
        Thread.sleep(100L * attempt);
      }
    }
  }

  /**
   * A row that two writers are moving may stand twice for a moment: a unique index then waits, too.
   */
  private boolean passing(SQLException error) {
    Failure failure = sides.target().database().classify(error);
    return failure == Failure.RETRY || failure == Failure.DEFER;
  }

  /**
   * Spot checks of rows that hops have settled; returns how many were looked at and how many
   * differed.
   */
  long[] drift(Sync sync) throws SQLException, InterruptedException {
    List<TableKey> rows = sync.recentRows(DRIFT_SAMPLE);
    if (rows.isEmpty()) {
      return new long[] {0, 0};
    }
    int different = sides.rowCheck().differing(new HashSet<>(rows), sync).size();
    return new long[] {rows.size(), different};
  }

  /**
   * Everything as before the backfill: target emptied, nothing pending, nothing copied, logs to be
   * established anew.
   */
  void throwAwayData() throws SQLException {
    schema.empty();
    CrashPoint.ROLLBACK_TARGET_EMPTIED.reached();
    resetControl();
    CrashPoint.ROLLBACK_BOTH_SIDES_CLEARED.reached();
    sides.dropLogs(setup.file().migration());
    CrashPoint.ROLLBACK_LOGS_DROPPED.reached();
    copyProgress = null;
  }

  private void resetControl() throws SQLException {
    for (var side : List.of(sides.source(), sides.target())) {
      try (Connection connection = side.database().connect(Use.WRITE)) {
        side.control().pending().clear(connection);
        side.control().chunks().clear(connection);
        side.control().hops().prune(connection, Long.MAX_VALUE);
        side.control().quarantine().clear(connection);
      }
      CrashPoint.ROLLBACK_ONE_SIDE_CLEARED.reached();
    }
  }

  /** A side went away, started anew or ran full: what was under way begins again. */
  boolean isPassing(SQLException failure) {
    return Patience.isPassing(failure, sides);
  }

  /** Raises the epoch where authority stays with the source. */
  void raise(MigrationState.Told told) throws SQLException {
    EpochRaise.raise(sides.source(), sides.target(), row(told));
  }

  private static EpochRow row(MigrationState.Told told) {
    return new EpochRow(told.epoch(), told.authority(), told.stage(), told.readShare(), false);
  }

  /** Phase 6: the old data is kept as files; returns rows. */
  long archive(Path directory) throws SQLException, IOException {
    progress.accept("archiving the source to " + directory);
    long rows = Archive.write(sides.source(), setup.tables(), directory);
    CrashPoint.ARCHIVE_WRITTEN.reached();
    return rows;
  }

  /** Phase 6, last: both epoch rows say COMPLETE, the logs are dropped. */
  void complete(MigrationState.Told told) throws SQLException {
    raise(told);
    CrashPoint.COMPLETE_EPOCH_RAISED.reached();
    sides.dropLogs(setup.file().migration());
    CrashPoint.COMPLETE_LOGS_DROPPED.reached();
  }
}
