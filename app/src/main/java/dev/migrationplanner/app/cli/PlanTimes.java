package dev.migrationplanner.app.cli;

import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.Plan;
import dev.migrationplanner.plan.PlanVersusActual;
import dev.migrationplanner.plan.PlanVersusActual.Took;
import dev.migrationplanner.run.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** How long the phases take against the plan that the migration was begun with. */
final class PlanTimes {
  private PlanTimes() {}

  /** None where that plan is not on this machine: it lies with the state of the migration. */
  static List<PlanVersusActual.Line> of(FileOption file, MigrationFile migration, Status status)
      throws IOException {
    PlanPlace begun = PlanPlace.of(file.stateDirectory(migration), migration.migration());
    return begun.exists() ? of(begun.plan(), status) : List.of();
  }

  static List<PlanVersusActual.Line> of(Plan plan, Status status) {
    return PlanVersusActual.of(
        plan, status.times().stream().map(time -> took(time, status)).toList());
  }

  private static Took took(Status.PhaseTime time, Status status) {
    boolean running =
        time.phase() == status.phase()
            && status.activity() != Status.Activity.COMPLETED
            && time.toolSeconds() == time.seconds();
    return new Took(
        time.phase(),
        Duration.ofSeconds(time.toolSeconds()),
        Duration.ofSeconds(time.seconds() - time.toolSeconds()),
        running,
        Duration.ofSeconds(running ? copyLeft(status) : -1));
  }

  private static long copyLeft(Status status) {
    return status.copies().stream()
        .filter(copy -> !copy.done())
        .mapToLong(Status.TableCopy::secondsLeft)
        .max()
        .orElse(-1);
  }
}
