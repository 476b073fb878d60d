package dev.migrationplanner.client;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds what an instance begins with. The control plane's word comes first; without it, the highest
 * epoch known.
 */
final class FirstState {
  private static final long PAUSE_MILLIS = 100;

  private final Options options;
  private final ControlPlane controlPlane;
  private final Supplier<Optional<EpochRow>> rows;
  private final StateFile file;
  private String failure = "";

  FirstState(Options options, ControlPlane controlPlane, Supplier<Optional<EpochRow>> rows) {
    this.options = options;
    this.controlPlane = controlPlane;
    this.rows = rows;
    this.file = new StateFile(options);
  }

  State find() {
    Optional<State> saved = file.load();
    return asked(saved.isPresent())
        .filter(state -> saved.isEmpty() || saved.get().epoch() <= state.epoch())
        .or(() -> highest(saved))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Nothing tells the state of migration "
                        + options.migration()
                        + ": the control plane at "
                        + options.controlPlane()
                        + " does not answer ("
                        + failure
                        + "), "
                        + file.place()
                        + " does not exist and no database has its epoch row. Check the control plane's address."));
  }

  /** Asks once where something is known already, else until the start has waited long enough. */
  private Optional<State> asked(boolean once) {
    long deadline = System.nanoTime() + options.limits().control().startWaitMax().toNanos();
    do {
      try {
        return controlPlane.state(OptionalLong.empty()).changed();
      } catch (IOException failed) {
        failure = Complaint.describe(failed);
      }
    } while (!once && pause() && System.nanoTime() < deadline);
    return Optional.empty();
  }

  private Optional<State> highest(Optional<State> saved) {
    Optional<State> inRows = rows.get().map(row -> saved.orElse(State.unknownAt(row)).movedTo(row));
    return Stream.of(saved, inRows)
        .flatMap(Optional::stream)
        .reduce((known, row) -> row.epoch() > known.epoch() ? row : known);
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
