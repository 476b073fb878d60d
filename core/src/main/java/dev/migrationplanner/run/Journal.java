package dev.migrationplanner.run;

import dev.migrationplanner.crash.CrashPoint;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the migration stands and how it came there. Each transition is durable in the store before
 * anybody is told of it; one at a time, each a change of the state that stands then.
 */
final class Journal implements AutoCloseable {

  /** Who acts where no person does. */
  static final String TOOL = "migration-planner";

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final int HISTORY_SHOWN = 200;

  private final Store store;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile MigrationState state;
  private volatile List<Status.Entry> history;
  private volatile List<PhaseTimes.Moment> moments;

  /** What the store holds, or the very start, with the plan it is of. */
  Journal(Store store, String planHash) throws SQLException {
    this.store = store;
    boolean fresh = store.state().isEmpty();
    this.state = store.state().orElseGet(() -> MigrationState.start(Clock.now()));
    this.history = store.history(HISTORY_SHOWN);
    this.moments = store.moments();
    if (fresh) {
      append(TOOL, "start", "plan " + planHash, same -> same, "");
    }
  }

  MigrationState state() {
    return state;
  }

  /** The last transitions, newest first. */
  List<Status.Entry> history() {
    return history;
  }

  /** How long each phase has taken up to now. */
  List<Status.PhaseTime> times() {
    return PhaseTimes.of(moments, Instant.now());
  }

  /**
   * One transition.
   *
   * @param evidence what it is based on; kept as JSON
   */
  synchronized void append(
      String who, String what, String why, UnaryOperator<MigrationState> change, Object evidence)
      throws SQLException {
    MigrationState before = state;
    MigrationState next = change.apply(before);
    CrashPoint.TRANSITION_DECIDED.reached();
    store.append(Clock.now(), who, what, why, next, evidence);
    CrashPoint.TRANSITION_STORED.reached();
    state = next;
    history = store.history(HISTORY_SHOWN);
    moments = store.moments();
    LOG.info("{}: {} ({})", who, what, why);
    if (next.told().revision() != before.told().revision()) {
      listeners.forEach(Runnable::run);
    }
  }

  /** Something that leaves the state as it is, for the record. */
  void note(String who, String what, String why, Object evidence) throws SQLException {
    append(who, what, why, same -> same, evidence);
  }

  /** Work of the phase is done and need not be done again. */
  void done(String what, UnaryOperator<MigrationState.Done> change) throws SQLException {
    append(TOOL, what, "", now -> now.done(change.apply(now.done())), "");
  }

  /** Calls the listener after each change of what applications are told. */
  AutoCloseable onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
