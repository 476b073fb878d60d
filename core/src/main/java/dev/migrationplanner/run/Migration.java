package dev.migrationplanner.run;

import dev.migrationplanner.client.State;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.plan.MigrationPattern;
import dev.migrationplanner.sync.Sync;
import dev.migrationplanner.sync.SyncStatus;
import dev.migrationplanner.sync.TableKey;
import dev.migrationplanner.verify.ChunkFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of one plan. Commands and evidence go in; a single thread turns them into transitions of
 * the {@link Journal} and starts the work that the new state calls for. Killed anywhere and opened
 * again, it goes on where it was: the databases' epoch rows say where authority is, the store says
 * the rest.
 */
public final class Migration implements Control {

  private static final Logger LOG = LoggerFactory.getLogger(Migration.class);
  private static final int COMMANDS_MAX = 100;
  private static final long TICK_MILLIS = 100;

  private final MigrationPattern pattern;
  private final Commands.Rules rules;
  private final Sides sides;
  private final ChunkFile chunks;
  private final PhaseWork phaseWork;
  private final LiveComparison comparison;
  private final TrafficBook traffic = new TrafficBook();
  private final Mismatches mismatches = new Mismatches();
  private final StrangerWatch strangers;
  private final EvidenceBook book;
  private final Ramp ramp;
  private final StatusView view;
  private final Journal journal;
  private final Standing standing = new Standing();
  private final CurrentSync sync;
  private final PhaseSteps steps;
  private final AuthorityMove authority;
  private final Moves moves;
  private final Orders orders;
  private final int autoUntil;
  private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>(COMMANDS_MAX);
  private final Thread loop;

  private volatile List<EvidenceBook.Judged> judged = List.of();
  private volatile boolean closed;
  private String openSince = "";

  private Migration(
      Setup setup, Database source, Database target, Path directory, Journal journal, int auto)
      throws IOException {
    this.pattern = setup.file().pattern();
    this.rules = new Commands.Rules(pattern, setup.file().team().approvers());
    this.journal = journal;
    this.autoUntil = Math.min(auto, Phase.FLIP_READS.number());
    this.sides = Sides.of(setup, source, target);
    this.chunks = new ChunkFile(directory.resolve(ChunkFile.OF_A_MIGRATION), true, setup.tables());
    this.phaseWork = new PhaseWork(setup, sides, new TouchedChunks(chunks), standing::say);
    this.comparison = new LiveComparison(setup, sides, chunks);
    this.strangers = new StrangerWatch(source, setup.file().migration(), this::strangersMatter);
    this.book = new EvidenceBook(setup, traffic, mismatches, sides, strangers);
    this.ramp = new Ramp(setup.file().gates(), setup.file().ramp(), traffic);
    this.view = new StatusView(setup, traffic, mismatches);
    this.sync = new CurrentSync(sides, phaseWork, journal, pattern);
    this.steps =
        new PhaseSteps(
            phaseWork, comparison, mismatches, sides.rowCheck(), book, journal, sync, standing);
    this.authority = new AuthorityMove(setup, sides, book, journal, sync, standing);
    this.moves =
        new Moves(
            pattern,
            directory.resolve("archive"),
            phaseWork,
            steps,
            authority,
            ramp,
            mismatches,
            journal,
            sync,
            standing);
    this.orders = new Orders(moves, steps, book, journal, sync, standing);
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
   * @throws OccupiedException if it has not begun, and a database holds rows or traces of others
   * @throws SQLException if the store is damaged
   */
  public static Migration open(
      Setup setup, Database source, Database target, Path directory, int autoUntil)
      throws IOException, SQLException {
    Store store = Store.open(directory, setup.file().migration());
    try {
      if (store.state().isEmpty()) {
        new Premises(Sides.of(setup, source, target), setup.tables()).refuseTraces();
      }
      var journal = new Journal(store, setup.planHash());
      var migration = new Migration(setup, source, target, directory, journal, autoUntil);
      migration.strangers.start();
      migration.loop.start();
      return migration;
    } catch (IOException | SQLException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  @Override
  public Status status() {
    MigrationState now = journal.state();
    return view.of(
        now,
        standing.activity(),
        standing.message(),
        sync.status(),
        phaseWork.copyProgress(),
        comparison.running(),
        ramp.steps(now.rampStep(), ramp.verdict().passed()),
        judged,
        book.unproved(),
        journal.times(),
        journal.history());
  }

  @Override
  public State state() {
    MigrationState.Told told = journal.state().told();
    SyncStatus status = sync.status();
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
    return authority.lastPauseMillis();
  }

  @Override
  public AutoCloseable onStateChange(Runnable listener) {
    return journal.onChange(listener);
  }

  @Override
  public void report(ApplicationReport report) {
    if (!traffic.take(report)) {
      return;
    }
    for (ApplicationReport.ReportedKey key : report.keys()) {
      ReportedRows.rowOf(key, sides.tables())
          .ifPresentOrElse(row -> reported(key.kind(), row), () -> unknown(key.kind()));
    }
  }

  /** A row that nobody can look at again: what the application saw stands. */
  private void unknown(String kind) {
    if (kind.equals("mismatch")) {
      mismatches.reportUnknown();
    }
  }

  private void reported(String kind, TableKey row) {
    if (kind.equals("mismatch")) {
      mismatches.report(row);
    } else {
      doubt(List.of(row));
    }
  }

  /** Makes rows pending: an operator or a comparison doubts them. */
  public void doubt(List<TableKey> rows) {
    Sync running = sync.get();
    if (running != null) {
      running.doubt(rows);
    }
  }

  /**
   * Waits until the other side equals the authority as of now; false if that took longer or sync
   * does not run.
   */
  public boolean awaitEqual(Duration timeout) throws InterruptedException {
    Sync running = sync.get();
    return running != null && running.awaitEqual(timeout);
  }

  @Override
  public Answer command(Command command) {
    Answer answer = Commands.check(command, journal.state(), rules, judged);
    if (answer.taken() && Commands.movesAuthority(command, journal.state(), pattern)) {
      answer = authority.allowed();
    }
    if (answer.taken() && !commands.offer(command)) {
      return new Answer(false, "too many commands wait; look at the status first");
    }
    return answer;
  }

  private boolean strangersMatter() {
    Phase phase = journal.state().phase();
    return phase == Phase.FLIP_WRITES || Commands.leadsToFlip(phase, pattern);
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
        standing.retryLater(e);
      } catch (RuntimeException | Error e) {
        LOG.error("the migration stopped", e);
        standing.stop("an internal error: " + e);
      }
    }
  }

  private void tick() throws SQLException, IOException, InterruptedException {
    if (standing.resting()) {
      return;
    }
    Phase landing = journal.state().holds().landing();
    if (landing != null) {
      moves.empty(landing, Journal.TOOL, "the rollback that had begun");
    }
    MigrationState.Back back = journal.state().holds().back();
    if (back != null && back.abandonsTarget()) {
      moves.goBack(back);
    }
    if (sync.due()) {
      sync.start();
      book.begin(null);
      moves.resumeRamp();
    }
    if (back != null && !back.abandonsTarget()) {
      moves.goBack(back);
    }
    steps.finish();
    rememberForeign();
    judge();
    noteOpenGates();
    goOn(!journal.state().paused() && !standing.stopped() && steps.idle());
    standing.show(journal.state(), steps);
  }

  private void goOn(boolean free) throws SQLException, IOException, InterruptedException {
    if (free) {
      steps.start();
    }
    if (journal.state().phase() == Phase.FLIP_READS) {
      if (sync.get() != null) {
        moves.lookAtRamp(judged, free);
      }
    } else if (free && steps.idle() && byItself() && allPass()) {
      moves.advance("gate", "every gate passes", judged);
    }
  }

  /** Nobody has to be asked: never for a flip, nor where somebody, or a gate, went back. */
  private boolean byItself() {
    MigrationState state = journal.state();
    return state.phase().number() < autoUntil
        && !state.holds().rolledBack()
        && (state.phase() != Phase.PREPARE || state.done().prepared())
        && !Commands.leadsToFlip(state.phase(), pattern);
  }

  /** A stranger's write on the old side stays on record, whatever is restarted or resumed. */
  private void rememberForeign() throws SQLException {
    SyncStatus status = sync.status();
    MigrationState state = journal.state();
    if (status == null || state.phase() != Phase.FLIP_WRITES || state.holds().foreign() > 0) {
      return;
    }
    long seen = book.foreign(status);
    if (seen > 0) {
      journal.append(
          Journal.TOOL,
          "others wrote the old side",
          seen + " transaction(s)",
          now -> now.held(now.holds().foreign(seen)),
          status);
    }
  }

  private void judge() {
    judged = book.judge(journal.state(), sync.status(), ramp);
  }

  /** Once a stay in a phase: from here on it waits for people. */
  private void noteOpenGates() throws SQLException {
    MigrationState now = journal.state();
    String stay = now.phase() + " " + now.since();
    if (steps.idle() && allPass() && !now.done().completed() && !stay.equals(openSince)) {
      openSince = stay;
      journal.note(Journal.TOOL, PhaseTimes.GATES_OPEN, "every gate passes", judged);
    }
  }

  private boolean allPass() {
    return !judged.isEmpty() && judged.stream().allMatch(g -> g.verdict().passed());
  }

  private void carryOut(Command command) throws SQLException, IOException, InterruptedException {
    judge();
    Answer still = Commands.check(command, journal.state(), rules, judged);
    if (!still.taken()) {
      journal.note(command.who(), "refused " + command.kind(), still.message(), "");
      return;
    }
    orders.carryOut(command, judged);
    judge();
  }

  @Override
  public void close() {
    closed = true;
    try {
      loop.join(15_000);
      loop.interrupt();
      strangers.close();
      steps.cancel();
      sync.close();
      chunks.close();
      journal.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException | IOException e) {
      LOG.warn("closing the migration: {}", e.getMessage());
    }
  }
}
