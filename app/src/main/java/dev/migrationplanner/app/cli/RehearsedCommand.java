package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.cli.Failure.Story;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.Plan;
import dev.migrationplanner.run.Command.Kind;
import dev.migrationplanner.run.Recorded;
import dev.migrationplanner.run.Rehearsal;
import dev.migrationplanner.run.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rehearsed}. */
@Command(
    name = "rehearsed",
    description = {
      "Put a rehearsal on record: what a migration of copies went through, and how long each way back"
          + " took. Refused where it proves nothing of this plan."
    })
final class RehearsedCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private OperatorOptions operator = new OperatorOptions();

  @Parameters(
      index = "0",
      paramLabel = "REHEARSAL",
      description = "The migration file that names the copies.")
  private Path rehearsal = Path.of("");

  RehearsedCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    MigrationFile migration = operator.file.read();
    Plan plan = begunWith(operator.file, migration);
    Rehearsal found = found(plan, migration);
    if (!found.missing().isEmpty()) {
      throw new Failure(
          Exit.BLOCKED,
          new Story(
              "This is no rehearsal of the plan: " + String.join("; ", found.missing()) + ".",
              rehearsal.toString(),
              "",
              "Go through every phase on the copies, and back out of each; or, with your reasons:"
                  + " migration-planner decide rehearsal waive --why ..."));
    }
    operator.why = found.text() + (operator.why.isBlank() ? "" : "; " + operator.why);
    return operator.send(console, Kind.DECIDE, -1, "rehearsal", "passed");
  }

  private Rehearsal found(Plan plan, MigrationFile migration) throws Exception {
    FileOption copies = new FileOption();
    copies.file = rehearsal;
    MigrationFile there = copies.read();
    Path state = copies.stateDirectory(there);
    Status recorded = Recorded.read(state, there).orElseThrow(() -> none(state));
    return Rehearsal.of(
        plan,
        begunWith(copies, there),
        recorded.history(),
        migration.limits().pilotAgeMax(),
        Instant.now());
  }

  private static Plan begunWith(FileOption file, MigrationFile migration) throws IOException {
    PlanPlace begun = PlanPlace.of(file.stateDirectory(migration), migration.migration());
    return (begun.exists() ? begun : PlanPlace.beside(file.file)).plan();
  }

  private static IOException none(Path state) {
    return new IOException(
        "no migration has begun in " + state + "; begin it on the copies: migration-planner start");
  }
}
