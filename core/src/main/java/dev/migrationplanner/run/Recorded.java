package dev.migrationplanner.run;

import dev.migrationplanner.plan.MigrationFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A migration as its control store tells it, whether or not a tool works on it. Only reads. */
public final class Recorded {

  private static final int HISTORY_MAX = 100_000;

  private Recorded() {}

  /**
   * Its status at the last transition, with all of its history; empty where none has begun.
   *
   * @throws SQLException if the store is damaged
   */
  public static Optional<Status> read(Path directory, MigrationFile file) throws SQLException {
    Optional<Store> opened = Store.recorded(directory, file.migration());
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (Store store = opened.get()) {
      Optional<MigrationState> state = store.state();
      return state.isEmpty() ? Optional.empty() : Optional.of(status(file, state.get(), store));
    } catch (java.io.IOException e) {
      throw new SQLException("the control store could not be closed", e);
    }
  }

  /** What is live, with what is on record of the phases before and of all that happened. */
  public static Status with(Status live, Status recorded) {
    var gates = new ArrayList<Status.GateState>();
    recorded.gates().stream().filter(g -> g.phase() != live.phase()).forEach(gates::add);
    gates.addAll(live.gates());
    return new Status(
        live.migration(),
        live.pattern(),
        live.phase(),
        live.phaseName(),
        live.stage(),
        live.epoch(),
        live.authority(),
        live.readShare(),
        live.activity(),
        live.message(),
        live.since(),
        live.sync(),
        live.copies(),
        live.comparisons(),
        live.traffic(),
        live.ramp(),
        gates,
        live.times(),
        recorded.history());
  }

  private static Status status(MigrationFile file, MigrationState state, Store store)
      throws SQLException {
    return new Status(
        file.migration(),
        file.pattern().spelling(),
        state.phase().number(),
        state.phase().title(),
        state.told().stage(),
        state.told().epoch(),
        state.told().authority(),
        state.told().readShare(),
        state.done().completed()
            ? Status.Activity.COMPLETED
            : state.paused() ? Status.Activity.PAUSED : Status.Activity.STOPPED,
        state.done().completed() ? "" : "as recorded; no control plane answers",
        state.since(),
        new Status.Sync("NONE", "OFF", -1, 0, 0, 0, 0, 0, 0, 0, ""),
        List.of(),
        List.copyOf(state.comparisons().values()),
        new Status.Traffic(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, -1, -1, List.of()),
        List.of(),
        gates(store.gates()),
        PhaseTimes.of(store.moments(), Instant.now()),
        store.history(HISTORY_MAX));
  }

  private static List<Status.GateState> gates(List<Store.RecordedGate> gates) {
    var states = new ArrayList<Status.GateState>();
    for (Store.RecordedGate gate : gates) {
      String reason = gate.verdict().reason();
      states.add(
          new Status.GateState(
              gate.phase(),
              gate.gate(),
              gate.verdict().result().name(),
              reason,
              gate.verdict().passed() ? "" : reason));
    }
    return states;
  }
}
