package dev.migrationplanner.run;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.gate.Verdict;
import dev.migrationplanner.plan.MigrationPattern;
import dev.migrationplanner.sync.SyncStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * From phase to phase, forward and back, and from step to step of the ramp. Owned by the
 * migration's loop; what a command may do was checked before ({@link Commands}).
 */
final class Moves {

  private static final Duration BEHIND_MAX = Duration.ofSeconds(60);

  private final MigrationPattern pattern;
  private final Path archive;
  private final PhaseWork phaseWork;
  private final PhaseSteps steps;
  private final AuthorityMove authority;
  private final Ramp ramp;
  private final Mismatches mismatches;
  private final Journal journal;
  private final CurrentSync sync;
  private final Standing standing;
  private long inSyncNanos = System.nanoTime();

  Moves(
      MigrationPattern pattern,
      Path archive,
      PhaseWork phaseWork,
      PhaseSteps steps,
      AuthorityMove authority,
      Ramp ramp,
      Mismatches mismatches,
      Journal journal,
      CurrentSync sync,
      Standing standing) {
    this.pattern = pattern;
    this.archive = archive;
    this.phaseWork = phaseWork;
    this.steps = steps;
    this.authority = authority;
    this.ramp = ramp;
    this.mismatches = mismatches;
    this.journal = journal;
    this.sync = sync;
    this.standing = standing;
  }

  /** Out of the phase, forward: its gates have passed. */
  void advance(String who, String why, List<EvidenceBook.Judged> judged)
      throws SQLException, IOException, InterruptedException {
    MigrationState state = journal.state();
    if (state.phase() == Phase.FLIP_READS && state.rampStep() < 0) {
      enterRamp(who, 0, why, judged);
    } else if (state.phase() == Phase.DECOMMISSION) {
      archive(who, why, judged);
    } else if (Commands.leadsToFlip(state.phase(), pattern)) {
      flip(who, why, Phase.FLIP_WRITES, Stage.RAMP_DOWN, judged);
    } else {
      enter(Commands.after(state.phase(), pattern), who, why, judged);
    }
  }

  private void enter(Phase next, String who, String why, List<EvidenceBook.Judged> judged)
      throws SQLException {
    boolean last = next == Phase.DECOMMISSION;
    Stage stage = last ? Stage.RAMP_DOWN : next.stage(phaseWork.dualWrites());
    journal.append(
        who,
        "enter " + next.title(),
        why,
        state -> {
          MigrationState fresh = state.entering(next, stage, Clock.now());
          MigrationState entered =
              fresh
                  .held(fresh.holds().rolledBack(false))
                  .proved(EvidenceBook.provedBy(judged, state.proved()));
          return last ? entered.compared(Map.of()) : entered;
        },
        judged);
    steps.begun();
    if (next == Phase.FLIP_READS) {
      enterRamp(who, 0, "the ramp begins", judged);
    }
  }

  private void archive(String who, String why, List<EvidenceBook.Judged> judged)
      throws SQLException, IOException {
    long rows = phaseWork.archive(archive);
    journal.append(
        who,
        "decommission",
        why + "; " + rows + " rows archived",
        state -> state.done(state.done().withArchived()),
        judged);
  }

  private boolean flip(
      String who, String why, Phase next, Stage stage, List<EvidenceBook.Judged> judged)
      throws SQLException, IOException, InterruptedException {
    boolean moved = authority.move(who, why, next, stage, judged);
    if (moved) {
      steps.begun();
    }
    return moved;
  }

  private void enterRamp(String who, int step, String why, List<EvidenceBook.Judged> judged)
      throws SQLException {
    journal.append(
        who,
        "reads at " + ramp.share(step) / 100.0 + " %",
        why,
        state -> state.ramped(step, ramp.share(step)),
        judged);
    resumeRamp();
  }

  /** The step at hand begins to be judged, at its first entry and after a new start. */
  void resumeRamp() {
    if (journal.state().rampStep() >= 0) {
      ramp.begin(journal.state().rampStep());
      inSyncNanos = System.nanoTime();
    }
  }

  /**
   * The step at hand is judged: everything goes back a phase, or the next step begins.
   *
   * @param mayGoOn nothing holds the migration up; going back needs nobody's leave
   */
  void lookAtRamp(List<EvidenceBook.Judged> judged, boolean mayGoOn)
      throws SQLException, IOException, InterruptedException {
    int step = journal.state().rampStep();
    if (step < 0) {
      return;
    }
    boolean current = EvidenceBook.current(sync.require().status());
    Verdict verdict = ramp.look(mismatches.confirmed(), fallenBehind(current));
    if (verdict.result() == Verdict.Result.FAIL) {
      journal.note("gate", "ramp failed", verdict.reason(), verdict);
      boolean unused = back("gate", verdict.reason());
    } else if (mayGoOn && current && verdict.passed() && !ramp.last(step)) {
      enterRamp("gate", step + 1, verdict.reason(), judged);
    }
  }

  /** A burst may take sync out of step for a moment; only what lasts grows without end. */
  private boolean fallenBehind(boolean current) {
    if (current) {
      inSyncNanos = System.nanoTime();
    }
    return System.nanoTime() - inSyncNanos > BEHIND_MAX.toNanos();
  }

  /** Takes the way back that is asked for: from here on it stands on record until it is over. */
  void rollback(Command asked) throws SQLException, IOException, InterruptedException {
    int to = asked.to();
    if (asked.abandonsTarget()) {
      to = Phase.PREPARE.number();
    } else if (to < 0) {
      to = Commands.before(journal.state().phase(), pattern).number();
    }
    var back = new MigrationState.Back(to, asked.abandonsTarget(), asked.who(), asked.why());
    journal.append(
        asked.who(),
        "asks to roll back to phase " + to,
        asked.why(),
        now -> now.held(now.holds().back(back)),
        "");
    goBack(back);
  }

  /** Goes on with a way back, phase by phase. Harmless when repeated. */
  void goBack(MigrationState.Back back) throws SQLException, IOException, InterruptedException {
    if (back.abandonsTarget()) {
      abandonTarget(back.who(), back.why());
    } else {
      rollback(back);
    }
    if (journal.state().holds().back() != null) {
      journal.append(
          Journal.TOOL,
          "the rollback ends in phase " + journal.state().phase().number(),
          standing.message(),
          now -> now.held(now.holds().back(null)),
          "");
    }
  }

  private void rollback(MigrationState.Back back)
      throws SQLException, IOException, InterruptedException {
    boolean landed = true;
    while (landed && journal.state().phase().number() > back.to()) {
      int from = journal.state().phase().number();
      long begun = System.nanoTime();
      landed = back(back.who(), back.why());
      if (landed) {
        long millis = (System.nanoTime() - begun) / 1_000_000;
        journal.note(back.who(), Rehearsal.OUT_OF + from, millis + " ms; " + back.why(), "");
      }
      landed &= !standing.stopped();
    }
  }

  /**
   * Back to phase 0 without the target, which is gone for good: what only it had is given up, and
   * how much that was, as far as it was known, goes on record. It pauses there: a new target is
   * prepared when somebody resumes.
   */
  private void abandonTarget(String who, String why)
      throws SQLException, IOException, InterruptedException {
    SyncStatus last = sync.status();
    if (phaseWork.targetAnswers()) {
      journal.note(
          who,
          "target not abandoned",
          "the target answers; roll back without --abandon-target, which loses no write",
          "");
      return;
    }
    standing.rollingBack();
    steps.cancel();
    sync.close();
    MigrationState landed = abandoned(journal.state());
    phaseWork.abandonTarget(landed.told());
    long lost = last == null ? -1 : last.pendingKeys() + last.keysWaiting();
    String atRisk = lost < 0 ? "an unknown number of" : "at least " + lost;
    journal.append(
        who,
        "abandon the target",
        why + "; given up: " + atRisk + " rows that only the target had",
        now -> landed,
        last == null ? "" : last);
    standing.say("the target was abandoned; resume when a new one stands");
    steps.begun();
  }

  private static MigrationState abandoned(MigrationState state) {
    MigrationState.Told told = state.told();
    return state
        .entering(Phase.PREPARE, Stage.OFF, Clock.now())
        .compared(Map.of())
        .proved(Map.of())
        .done(MigrationState.Done.NOTHING)
        .held(MigrationState.Holds.NONE.rolledBack(true))
        .told(told.ruled(told.epoch() + 1, Side.SOURCE, Stage.OFF))
        .pausing(true);
  }

  /** Whether it landed a phase back. */
  private boolean back(String who, String why)
      throws SQLException, IOException, InterruptedException {
    standing.rollingBack();
    Phase from = journal.state().phase();
    Phase back = Commands.before(from, pattern);
    boolean moves = from == Phase.FLIP_WRITES;
    boolean empties = back == Phase.DUAL_WRITE || back == Phase.PREPARE;
    if (moves || empties) {
      steps.cancel();
    }
    if (moves) {
      Stage stage = back.stage(phaseWork.dualWrites());
      return flip(who, "roll back: " + why, back, stage, List.of());
    }
    if (empties) {
      // On record before the first row goes: a new start must not trust what was proved of them.
      journal.append(who, "rolling back to " + back.title(), why, now -> emptying(now, back), "");
      empty(back, who, why);
    } else {
      Stage stage =
          from == Phase.DECOMMISSION ? Stage.RAMP_DOWN : back.stage(phaseWork.dualWrites());
      // Applications are told at once, whatever still runs.
      land(back, who, why, now -> now.entering(back, stage, Clock.now()));
      steps.cancel();
      steps.begun();
    }
    return true;
  }

  /** Carries a rollback through that throws the target's data away. Harmless when repeated. */
  void empty(Phase back, String who, String why) throws SQLException {
    MigrationState.Told told = journal.state().told();
    Stage stage = back.stage(phaseWork.dualWrites());
    MigrationState.Told next = told.ruled(told.epoch() + 1, Side.SOURCE, stage);
    sync.close();
    phaseWork.raise(next);
    phaseWork.throwAwayData();
    land(back, who, why, now -> now.entering(back, stage, Clock.now()).told(next));
  }

  private void land(Phase back, String who, String why, UnaryOperator<MigrationState> change)
      throws SQLException {
    journal.append(
        who,
        "roll back to " + back.title(),
        why,
        now -> {
          MigrationState landed = change.apply(now);
          return landed.held(landed.holds().landing(null).rolledBack(true));
        },
        "");
    steps.begun();
  }

  private static MigrationState emptying(MigrationState state, Phase back) {
    return state
        .compared(Map.of())
        .proved(Map.of())
        .done(state.done().withCopied(false).withBuilt(false))
        .held(state.holds().landing(back));
  }
}
