package dev.migrationplanner.run;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.client.State;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.gate.Approval;
import dev.migrationplanner.gate.Verdict;
import dev.migrationplanner.sync.Flip;
import dev.migrationplanner.sync.FlipOptions;
import dev.migrationplanner.sync.FlipOutcome;
import dev.migrationplanner.sync.Sync;
import dev.migrationplanner.sync.SyncStatus;
import dev.migrationplanner.sync.TableKey;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of one plan. Commands and evidence go in; a single thread turns them into transitions,
 * each durable in the store before anybody is told of it, and starts the work that the new state
 * calls for. Killed anywhere and opened again, it goes on where it was: the databases' epoch rows
 * say where authority is, the store says the rest.
 */
public final class Migration implements Control {

  private static final Logger LOG = LoggerFactory.getLogger(Migration.class);
  private static final int HISTORY_SHOWN = 200;
  private static final int FLIP_ATTEMPTS = 30;
  private static final int COMMANDS_MAX = 100;
  private static final long TICK_MILLIS = 100;
  private static final Duration BEHIND_MAX = Duration.ofSeconds(60);
  private static final Duration DRIFT_EVERY = Duration.ofSeconds(1);
  private static final Duration MISMATCHES_EVERY = Duration.ofMillis(500);

  private final Setup setup;
  private final Path directory;
  private final Store store;
  private final Sides sides;
  private final PhaseWork phaseWork;
  private final LiveComparison comparison;
  private final TrafficBook traffic = new TrafficBook();
  private final Mismatches mismatches = new Mismatches();
  private final StrangerWatch strangers;
  private final EvidenceBook book;
  private final Ramp ramp;
  private final StatusView view;
  private final int autoUntil;
  private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>(COMMANDS_MAX);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Thread loop;

  private volatile MigrationState state;
  private volatile @Nullable Sync sync;
  private volatile List<EvidenceBook.Judged> judged = List.of();
  private volatile List<Status.Entry> history = List.of();
  private volatile Status.Activity activity = Status.Activity.WORKING;
  private volatile String message = "";
  private volatile boolean closed;
  private volatile double lastPauseMillis;
  private @Nullable Work work;
  private String stoppedBy = "";
  private volatile long mismatchesDueNanos = System.nanoTime();
  private volatile long driftDueNanos = System.nanoTime();
  private long retryAtNanos = System.nanoTime();
  private long inSyncNanos = System.nanoTime();

  private Migration(
      Setup setup, Database source, Database target, Path directory, Store store, int autoUntil)
      throws SQLException {
    this.setup = setup;
    this.directory = directory;
    this.store = store;
    this.autoUntil = autoUntil;
    this.sides = Sides.of(setup, source, target);
    this.phaseWork = new PhaseWork(setup, sides, text -> message = text);
    this.comparison = new LiveComparison(setup, sides);
    this.strangers = new StrangerWatch(source, setup.file().migration(), this::strangersMatter);
    this.book = new EvidenceBook(setup, traffic, mismatches, sides, strangers);
    this.ramp = new Ramp(setup.file().gates(), setup.file().ramp(), traffic);
    this.view = new StatusView(setup, traffic, mismatches);
    this.state = store.state().orElse(MigrationState.start(Clock.now()));
    this.loop = new Thread(this::run, "migration-" + setup.file().migration());
    this.loop.setDaemon(true);
  }

  /**
   * Begins a migration, or goes on with one.
   *
   * @param directory where the control store is, and the archive will be
   * @param autoUntil gates carry it on by themselves up to that phase (at most 4); 0 = every phase
   *     waits for a command
   * @throws IOException if another tool works on it
   * @throws SQLException if the store is damaged
   */
  public static Migration open(
      Setup setup, Database source, Database target, Path directory, int autoUntil)
      throws IOException, SQLException {
    Store store = Store.open(directory, setup.file().migration());
    try {
      var migration =
          new Migration(
              setup,
              source,
              target,
              directory,
              store,
              Math.min(autoUntil, Phase.FLIP_READS.number()));
      if (store.state().isEmpty()) {
        migration.transition(
            "migration-planner", "start", "plan " + setup.planHash(), migration.state, "");
      }
      migration.strangers.start();
      migration.loop.start();
      return migration;
    } catch (SQLException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  @Override
  public Status status() {
    Sync running = sync;
    MigrationState now = state;
    Verdict rampVerdict = ramp.verdict();
    return view.of(
        now,
        activity,
        message,
        running == null ? null : running.status(),
        phaseWork.copyProgress(),
        comparison.running(),
        ramp.steps(now.rampStep(), rampVerdict.passed()),
        judged,
        history);
  }

  @Override
  public State state() {
    MigrationState.Told told = state.told();
    Sync running = sync;
    SyncStatus status = running == null ? null : running.status();
    long started = status == null ? 0 : status.hopsStarted();
    long finished = status == null ? 0 : Math.min(started, status.hopsFinished());
    return new State(
        told.epoch(),
        told.authority(),
        told.stage(),
        told.readShare(),
        State.SLOTS,
        told.revision(),
        started,
        finished);
  }

  /** How long writers were held by the last flip, in milliseconds; 0 before the first. */
  public double lastPauseMillis() {
    return lastPauseMillis;
  }

  /** Tables whose shadow reads were too few to prove the bound for them alone. */
  public List<String> unprovedTables() {
    return book.unproved();
  }

  @Override
  public AutoCloseable onStateChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void report(ApplicationReport report) {
    if (!traffic.take(report)) {
      return;
    }
    Sync running = sync;
    for (ApplicationReport.ReportedKey key : report.keys()) {
      ReportedRows.rowOf(key, sides.tables())
          .ifPresent(
              row -> {
                if (key.kind().equals("mismatch")) {
                  mismatches.report(row);
                } else if (running != null) {
                  running.doubt(List.of(row));
                }
              });
    }
  }

  /** Makes rows pending: an operator or a comparison doubts them. */
  public void doubt(List<TableKey> rows) {
    Sync running = sync;
    if (running != null) {
      running.doubt(rows);
    }
  }

  /**
   * Waits until the other side equals the authority as of now; false if that took longer or sync
   * does not run.
   */
  public boolean awaitEqual(Duration timeout) throws InterruptedException {
    Sync running = sync;
    return running != null && running.awaitEqual(timeout);
  }

  @Override
  public Answer command(Command command) {
    Answer answer = Commands.check(command, state, setup.file().pattern(), judged);
    if (answer.taken() && Commands.movesAuthority(command, state, setup.file().pattern())) {
      answer = unfenced(state.told().authority());
    }
    if (answer.taken() && !commands.offer(command)) {
      return new Answer(false, "too many commands wait; look at the status first");
    }
    return answer;
  }

  private boolean strangersMatter() {
    return state.phase() == Phase.FLIP_WRITES
        || Commands.leadsToFlip(state.phase(), setup.file().pattern());
  }

  /**
   * Where the application has no library, nothing but the database keeps it from writing while
   * authority moves: refused, with the accounts' names, unless everybody is shut out of the side
   * that is to lose it.
   */
  private Answer unfenced(Side authority) {
    if (phaseWork.dualWrites()) {
      return new Answer(true, "");
    }
    try {
      ShutOut found =
          book.shutOut(StrangerWatch.look(sides.on(authority).database()), authority, state);
      return found.left() == 0
          ? new Answer(true, "")
          : new Answer(false, "writers are not shut out of the " + authority + ": " + found.text());
    } catch (SQLException e) {
      return new Answer(
          false, "the accounts of the " + authority + " cannot be looked at: " + e.getMessage());
    }
  }

  private void run() {
    while (!closed) {
      try {
        Command command = commands.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (command != null) {
          carryOut(command);
        }
        tick();
      } catch (InterruptedException e) {
        return;
      } catch (SQLException | IOException e) {
        waitAndRetry(e);
      } catch (RuntimeException e) {
        LOG.error("the migration stopped", e);
        stop("an internal error: " + e);
      }
    }
  }

  private void waitAndRetry(Exception e) {
    LOG.info("tries again: {}", e.getMessage());
    message = "tries again: " + e.getMessage();
    retryAtNanos = System.nanoTime() + Duration.ofSeconds(1).toNanos();
  }

  private void tick() throws SQLException, IOException, InterruptedException {
    if (System.nanoTime() < retryAtNanos) {
      return;
    }
    if (settleAndSync()) {
      finishWork();
      judge();
      if (!state.paused() && stoppedBy.isEmpty() && work == null) {
        startWork();
        autoAdvance();
      }
    }
    showActivity();
  }

  private void showActivity() {
    activity =
        state.done().completed()
            ? Status.Activity.COMPLETED
            : state.paused()
                ? Status.Activity.PAUSED
                : !stoppedBy.isEmpty()
                    ? Status.Activity.STOPPED
                    : underWay() ? Status.Activity.WORKING : Status.Activity.WAITING;
    if (!stoppedBy.isEmpty()) {
      message = stoppedBy;
    } else if (work == null && activity == Status.Activity.WAITING) {
      message = "";
    }
  }

  private boolean underWay() {
    Work current = work;
    return current != null && !current.looksOnly();
  }

  /** Once after a start: what a killed flip left is carried through, and sync goes on. */
  private boolean settleAndSync() throws SQLException {
    if (sync != null || !state.done().prepared() || state.done().completed()) {
      return true;
    }
    if (state.phase() == Phase.PREPARE) {
      return true;
    }
    EpochRow ruling = Flip.settle(sides.source(), sides.target());
    if (ruling.epoch() > state.told().epoch()) {
      follow(ruling);
    }
    sync = phaseWork.startSync(state);
    book.begin(null);
    if (state.rampStep() >= 0) {
      ramp.begin(state.rampStep());
    }
    return true;
  }

  /**
   * The databases know better: authority has moved, or has moved back, before the store heard of
   * it.
   */
  private void follow(EpochRow ruling) throws SQLException {
    MigrationState next = state;
    if (ruling.authority() == Side.TARGET && state.phase().compareTo(Phase.FLIP_WRITES) < 0) {
      next = state.entering(Phase.FLIP_WRITES, ruling.stage(), Clock.now()).compared(Map.of());
    } else if (ruling.authority() == Side.SOURCE && state.phase() == Phase.FLIP_WRITES) {
      Phase back = setup.file().pattern().phases().contains(4) ? Phase.FLIP_READS : Phase.BACKFILL;
      next = state.entering(back, ruling.stage(), Clock.now());
    }
    next = next.told(next.told().ruled(ruling.epoch(), ruling.authority(), ruling.stage()));
    transition(
        "migration-planner",
        "follow",
        "the databases are in epoch " + ruling.epoch(),
        next,
        ruling);
  }

  private void finishWork() throws SQLException {
    Work done = work;
    if (done == null || !done.finished()) {
      return;
    }
    work = null;
    Exception failure = done.failure();
    if (failure instanceof java.sql.SQLTransientException) {
      waitAndRetry(failure);
    } else if (failure != null) {
      LOG.warn("{} failed", done.name(), failure);
      stop(done.name() + " failed: " + failure.getMessage() + "; mend it, then resume");
    }
  }

  private void stop(String why) {
    stoppedBy = why;
    message = why;
    activity = Status.Activity.STOPPED;
  }

  private void judge() {
    Sync running = sync;
    judged = book.judge(state, running == null ? null : running.status(), ramp);
  }

  private void startWork() throws SQLException, IOException, InterruptedException {
    MigrationState now = state;
    MigrationState.Done done = now.done();
    switch (now.phase()) {
      case PREPARE -> {
        if (!done.prepared()) {
          work = Work.start("prepare", c -> prepare());
        }
      }
      case DUAL_WRITE -> driftWhenDue();
      case BACKFILL -> backfill(done);
      case DUAL_READ -> compareOnce();
      case FLIP_READS -> {
        compareOnce();
        rampStep();
      }
      case FLIP_WRITES -> compareOnce();
      case DECOMMISSION -> decommission(done);
    }
    if (work == null) {
      mismatchesWhenDue();
    }
  }

  /** Between the phase's own steps, which mismatches must not hold up. */
  private void mismatchesWhenDue() {
    if (sync == null || !mismatches.hasWaiting() || System.nanoTime() < mismatchesDueNanos) {
      return;
    }
    Sync running = requireSync();
    work = Work.look("mismatches", c -> judgeMismatches(running));
  }

  private void prepare() throws SQLException {
    phaseWork.prepare(state.told());
    progress("prepare", state.done().withPrepared(true));
  }

  private void judgeMismatches(Sync running) throws SQLException, InterruptedException {
    mismatches.judge(sides.rowCheck(), running);
    mismatchesDueNanos = System.nanoTime() + MISMATCHES_EVERY.toNanos();
  }

  private void driftWhenDue() {
    if (System.nanoTime() < driftDueNanos || sync == null) {
      return;
    }
    driftDueNanos = System.nanoTime() + DRIFT_EVERY.toNanos();
    Sync running = requireSync();
    work =
        Work.look(
            "drift",
            c -> {
              long[] looked = phaseWork.drift(running);
              book.drift(looked[0], looked[1]);
              driftDueNanos = System.nanoTime() + DRIFT_EVERY.toNanos();
            });
  }

  private void backfill(MigrationState.Done done) {
    Sync running = requireSync();
    if (!done.copied()) {
      work =
          Work.start(
              "backfill",
              cancelled -> {
                if (phaseWork.copy(state, running, cancelled) && !cancelled.get()) {
                  progress("copied", state.done().withCopied(true));
                }
              });
    } else if (!done.built()) {
      work =
          Work.start(
              "build",
              cancelled -> {
                phaseWork.build(running, cancelled);
                if (!cancelled.get()) {
                  progress("built", state.done().withBuilt(true));
                }
              });
    } else {
      compareOnce();
    }
  }

  private void compareOnce() {
    if (!state.comparisons().isEmpty()) {
      return;
    }
    Sync running = requireSync();
    work =
        Work.start(
            "compare",
            cancelled -> {
              Map<String, Status.TableComparison> results = comparison.compare(running, cancelled);
              if (!cancelled.get()) {
                transition(
                    "migration-planner",
                    "compared",
                    "full comparison",
                    state.compared(results),
                    results);
              }
            });
  }

  private void rampStep() throws SQLException, InterruptedException {
    if (state.rampStep() < 0) {
      return;
    }
    Sync running = requireSync();
    Verdict verdict = ramp.look(mismatches.confirmed(), fallenBehind(running.status()));
    if (verdict.result() == Verdict.Result.FAIL) {
      transition("gate", "ramp failed", verdict.reason(), state, verdict);
      boolean unused = rollbackOne("gate", verdict.reason());
    } else if (verdict.passed() && !ramp.last(state.rampStep())) {
      enterRamp("gate", state.rampStep() + 1, verdict.reason());
    }
  }

  /** A burst may take sync out of step for a moment; only what lasts grows without end. */
  private boolean fallenBehind(SyncStatus status) {
    if (status.state() == SyncStatus.State.IN_SYNC) {
      inSyncNanos = System.nanoTime();
    }
    return System.nanoTime() - inSyncNanos > BEHIND_MAX.toNanos();
  }

  private void enterRamp(String who, int step, String why) throws SQLException {
    transition(
        who,
        "reads at " + ramp.share(step) / 100.0 + " %",
        why,
        state.ramped(step, ramp.share(step)),
        judged);
    ramp.begin(step);
    inSyncNanos = System.nanoTime();
  }

  private void decommission(MigrationState.Done done) {
    if (state.comparisons().isEmpty()) {
      compareOnce();
      return;
    }
    if (!done.archived() || done.completed()) {
      return;
    }
    work = Work.start("complete", c -> complete());
  }

  private void complete() throws SQLException, InterruptedException {
    Sync running = sync;
    if (running != null) {
      running.close();
      sync = null;
    }
    MigrationState.Told told =
        state.told().ruled(state.told().epoch() + 1, Side.TARGET, Stage.COMPLETE);
    phaseWork.complete(told);
    transition(
        "migration-planner",
        "completed",
        "reverse sync stopped, logs dropped",
        state.told(told).done(state.done().withCompleted()),
        "");
  }

  private void autoAdvance() throws SQLException, IOException, InterruptedException {
    boolean byItself =
        state.phase().number() < autoUntil
            && !Commands.leadsToFlip(state.phase(), setup.file().pattern());
    if (work != null || !byItself || !allPass()) {
      return;
    }
    advance("gate", "every gate passes");
  }

  private boolean allPass() {
    return !judged.isEmpty() && judged.stream().allMatch(g -> g.verdict().passed());
  }

  private void carryOut(Command command) throws SQLException, IOException, InterruptedException {
    Answer still = Commands.check(command, state, setup.file().pattern(), judged);
    if (!still.taken()) {
      transition(command.who(), "refused " + command.kind(), still.message(), state, "");
      return;
    }
    switch (command.kind()) {
      case PAUSE -> pause(command);
      case RESUME -> resume(command);
      case ADVANCE -> advance(command.who(), command.why());
      case ROLLBACK -> rollback(command);
      case DECIDE ->
          transition(
              command.who(),
              "decide " + command.subject() + ": " + command.choice(),
              command.why(),
              state.decided(
                  command.subject(),
                  new MigrationState.Decision(
                      command.choice(), command.who(), command.why(), Clock.now())),
              "");
      case APPROVE -> approve(command);
    }
    judge();
  }

  private void pause(Command command) throws SQLException, InterruptedException {
    transition(command.who(), "pause", command.why(), state.pausing(true), "");
    cancelWork();
  }

  private void resume(Command command) throws SQLException {
    stoppedBy = "";
    transition(command.who(), "resume", command.why(), state.pausing(false), judged);
    Sync running = sync;
    if (running != null && running.status().state() == SyncStatus.State.NEEDS_COMPARISON) {
      readLogsAnew(command, running);
    } else if (running != null) {
      running.retry();
    }
    // Whatever was counted while it stood still, or before it was mended, is on record; now it
    // counts anew.
    begun();
  }

  /** What a lost log said is known to nobody: every table is compared again, and made equal. */
  private void readLogsAnew(Command command, Sync running) throws SQLException {
    running.readAnew();
    transition(
        command.who(),
        "logs read anew",
        "a log was lost; every table is to be compared again",
        state.compared(Map.of()),
        running.status());
  }

  private void approve(Command command) throws SQLException {
    String hash = book.finalEvidence(state).hash();
    transition(
        command.who(),
        "approve " + command.subject(),
        command.why(),
        state.approved(new Approval(command.who(), hash, Clock.now())),
        hash);
  }

  private void advance(String who, String why)
      throws SQLException, IOException, InterruptedException {
    if (state.phase() == Phase.FLIP_READS && state.rampStep() < 0) {
      enterRamp(who, 0, why);
      return;
    }
    if (state.phase() == Phase.DECOMMISSION) {
      long rows = archiveNow();
      transition(
          who,
          "decommission",
          why + "; " + rows + " rows archived",
          state.done(state.done().withArchived()),
          judged);
      return;
    }
    Phase next = Commands.after(state.phase(), setup.file().pattern());
    if (next == Phase.FLIP_WRITES) {
      flip(who, why, next, Stage.RAMP_DOWN);
      return;
    }
    Stage stage = next == Phase.DECOMMISSION ? Stage.RAMP_DOWN : next.stage(phaseWork.dualWrites());
    MigrationState entered =
        state
            .entering(next, stage, Clock.now())
            .proved(EvidenceBook.provedBy(judged, state.proved()));
    if (next == Phase.DECOMMISSION) {
      entered = entered.compared(Map.of());
    }
    transition(who, "enter " + next.title(), why, entered, judged);
    begun();
    if (next == Phase.FLIP_READS) {
      enterRamp(who, 0, "the ramp begins");
    }
  }

  private long archiveNow() throws SQLException, IOException {
    try {
      return phaseWork.archive(directory.resolve("archive"));
    } catch (SQLException | IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the archive could not be written", e);
    }
  }

  private void begun() {
    Sync running = sync;
    book.begin(running == null ? null : running.status());
    driftDueNanos = System.nanoTime() + DRIFT_EVERY.toNanos();
  }

  /**
   * Moves authority; up to {@link #FLIP_ATTEMPTS} tries, each of which lets go unchanged if it does
   * not succeed in time.
   */
  private boolean flip(String who, String why, Phase next, Stage stage)
      throws SQLException, IOException, InterruptedException {
    var flip = new Flip(requireSync(), setup.tables(), FlipOptions.DEFAULT);
    for (int attempt = 1; attempt <= FLIP_ATTEMPTS; attempt++) {
      Answer fenced = unfenced(state.told().authority());
      if (!fenced.taken()) {
        transition(who, "authority stays", fenced.message(), state, "");
        return false;
      }
      FlipOutcome outcome;
      try {
        outcome = flip.attempt(state.told().epoch(), stage);
      } catch (SQLException e) {
        // Where authority is, is unknown here: the databases tell, at the next tick.
        closeSync();
        throw e;
      }
      if (outcome.flipped()) {
        lastPauseMillis = outcome.pauseMillis();
        MigrationState flipped = state.entering(next, stage, Clock.now()).compared(Map.of());
        Side authority = state.told().authority() == Side.SOURCE ? Side.TARGET : Side.SOURCE;
        transition(
            who,
            "authority to " + authority,
            why,
            flipped.told(flipped.told().ruled(outcome.epoch(), authority, stage)),
            outcome);
        begun();
        return true;
      }
      message = "attempt " + attempt + " to move authority let go: " + outcome.message();
      LOG.info("{}", message);
      Thread.sleep(100L * Math.min(10, attempt));
    }
    stop("authority did not move after " + FLIP_ATTEMPTS + " attempts; " + message);
    return false;
  }

  private void rollback(Command command) throws SQLException, IOException, InterruptedException {
    int to =
        command.to() >= 0
            ? command.to()
            : Commands.before(state.phase(), setup.file().pattern()).number();
    boolean back = true;
    while (back && state.phase().number() > to && stoppedBy.isEmpty()) {
      back = rollbackOne(command.who(), command.why());
    }
  }

  /** Whether it landed a phase back. */
  private boolean rollbackOne(String who, String why) throws SQLException, InterruptedException {
    activity = Status.Activity.ROLLING_BACK;
    cancelWork();
    stoppedBy = "";
    Phase from = state.phase();
    Phase back = Commands.before(from, setup.file().pattern());
    if (from == Phase.FLIP_WRITES) {
      try {
        return flip(who, "roll back: " + why, back, back.stage(phaseWork.dualWrites()));
      } catch (IOException e) {
        throw new SQLException("rolling back failed: " + e.getMessage(), e);
      }
    }
    MigrationState landed =
        state.entering(
            back,
            from == Phase.DECOMMISSION ? Stage.RAMP_DOWN : back.stage(phaseWork.dualWrites()),
            Clock.now());
    if (back == Phase.DUAL_WRITE || back == Phase.PREPARE) {
      landed =
          landed
              .compared(Map.of())
              .proved(Map.of())
              .done(landed.done().withCopied(false).withBuilt(false));
      landed =
          landed.told(
              landed.told().ruled(landed.told().epoch() + 1, Side.SOURCE, landed.told().stage()));
      closeSync();
      phaseWork.raise(landed.told());
      phaseWork.throwAwayData();
    }
    transition(who, "roll back to " + back.title(), why, landed, judged);
    begun();
    return true;
  }

  private void cancelWork() throws InterruptedException {
    Work running = work;
    if (running != null) {
      running.cancel();
      work = null;
    }
  }

  private void closeSync() {
    Sync running = sync;
    sync = null;
    if (running != null) {
      running.close();
    }
  }

  private Sync requireSync() {
    Sync running = sync;
    if (running == null) {
      throw new IllegalStateException("sync does not run");
    }
    return running;
  }

  private void progress(String what, MigrationState.Done done) throws SQLException {
    transition("migration-planner", what, "", state.done(done), "");
  }

  private synchronized void transition(
      String who, String what, String why, MigrationState next, Object evidence)
      throws SQLException {
    store.append(Clock.now(), who, what, why, next, evidence);
    boolean told = next.told().revision() != state.told().revision();
    state = next;
    history = store.history(HISTORY_SHOWN);
    LOG.info("{}: {} ({})", who, what, why);
    if (told) {
      listeners.forEach(Runnable::run);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      loop.join(15_000);
      loop.interrupt();
      strangers.close();
      cancelWork();
      closeSync();
      store.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("closing the store: {}", e.getMessage());
    }
  }
}
