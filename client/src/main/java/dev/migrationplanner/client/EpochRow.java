package dev.migrationplanner.client;

import java.util.Objects;

/**
 * The row of {@code migration_planner.epoch} that one side holds for a migration.
 *
 * @param closing the authority is about to leave this side: the other side's row decides
 */
public record EpochRow(long epoch, Side authority, Stage stage, int readShare, boolean closing) {
  public EpochRow {
    Objects.requireNonNull(authority, "authority");
    Objects.requireNonNull(stage, "stage");
    if (stage.authority() != authority) {
      throw new IllegalArgumentException(
          "The epoch row names authority "
              + authority
              + " but stage "
              + stage
              + " writes "
              + stage.authority()
              + ".");
    }
  }

  static EpochRow of(State state) {
    return new EpochRow(state.epoch(), state.authority(), state.stage(), state.readShare(), false);
  }
}
