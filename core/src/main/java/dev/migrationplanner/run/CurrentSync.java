package dev.migrationplanner.run;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.plan.MigrationPattern;
import dev.migrationplanner.sync.Flip;
import dev.migrationplanner.sync.Sync;
import dev.migrationplanner.sync.SyncStatus;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sync of this migration while it runs; none before phase 1 and after phase 6. */
final class CurrentSync {

  private final Sides sides;
  private final PhaseWork phaseWork;
  private final Journal journal;
  private final MigrationPattern pattern;
  private volatile @Nullable Sync sync;

  CurrentSync(Sides sides, PhaseWork phaseWork, Journal journal, MigrationPattern pattern) {
    this.sides = sides;
    this.phaseWork = phaseWork;
    this.journal = journal;
    this.pattern = pattern;
  }

  @Nullable Sync get() {
    return sync;
  }

  Sync require() {
    Sync running = sync;
    if (running == null) {
      throw new IllegalStateException("sync does not run");
    }
    return running;
  }

  @Nullable SyncStatus status() {
    Sync running = sync;
    return running == null ? null : running.status();
  }

  /** Whether the state calls for a sync that does not run; none once decommissioning has begun. */
  boolean due() {
    MigrationState state = journal.state();
    return sync == null
        && state.done().prepared()
        && !state.done().archived()
        && state.holds().landing() == null
        && state.phase() != Phase.PREPARE;
  }

  /** What a killed flip left is carried through first, and the store told of it. */
  void start() throws SQLException {
    EpochRow ruling = Flip.settle(sides.source(), sides.target());
    if (ruling.epoch() > journal.state().told().epoch()) {
      follow(ruling);
    }
    sync = phaseWork.startSync(journal.state());
  }

  void close() {
    Sync running = sync;
    sync = null;
    if (running != null) {
      running.close();
    }
  }

  /**
   * What a lost log said is known to nobody: every table is compared again, and made equal. That is
   * on record before the logs are read anew, for a tool that died between would find nothing amiss.
   */
  void readLogsAnew(String who) throws SQLException {
    Sync running = require();
    journal.append(
        who,
        "logs read anew",
        "a log was lost; every table is to be compared again",
        state -> state.compared(Map.of()).held(state.holds().logLost(true)),
        running.status());
    running.readAnew();
  }

  /**
   * The databases know better: authority has moved, or has moved back, before the store heard of
   * it.
   */
  private void follow(EpochRow ruling) throws SQLException {
    journal.append(
        Journal.TOOL,
        "follow",
        "the databases are in epoch " + ruling.epoch(),
        state -> {
          MigrationState next = inPhaseOf(ruling, state);
          return next.told(next.told().ruled(ruling.epoch(), ruling.authority(), ruling.stage()));
        },
        ruling);
  }

  private MigrationState inPhaseOf(EpochRow ruling, MigrationState state) {
    if (ruling.authority() == Side.TARGET && state.phase().compareTo(Phase.FLIP_WRITES) < 0) {
      return state.entering(Phase.FLIP_WRITES, ruling.stage(), Clock.now()).compared(Map.of());
    }
    if (ruling.authority() == Side.SOURCE && state.phase() == Phase.FLIP_WRITES) {
      Phase back = Commands.before(Phase.FLIP_WRITES, pattern);
      return state.entering(back, ruling.stage(), Clock.now());
    }
    return state;
  }
}
