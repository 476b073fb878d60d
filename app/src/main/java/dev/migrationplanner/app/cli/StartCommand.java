package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.cli.Failure.Story;
import dev.migrationplanner.app.engage.DatabasePair;
import dev.migrationplanner.app.engage.SetupReader;
import dev.migrationplanner.plan.Finding;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.Plan;
import dev.migrationplanner.plan.PlanFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code start}. */
@Command(
    name = "start",
    description = {
      "Begin to carry the plan out, and serve the control plane until stopped. A migration that has"
          + " begun goes on."
    })
final class StartCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private FileOption file = new FileOption();
  @Mixin private SpeechOptions speech = new SpeechOptions();
  @Mixin private ServeOptions serve = new ServeOptions();

  private @Nullable Path plan;

  StartCommand(Console console) {
    this.console = console;
  }

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PLAN",
      description =
          "The plan: its folder or plan.json (default: plan/ beside the migration's file).")
  void named(Path named) {
    if (Files.isDirectory(named)) {
      plan = named;
    } else if (named.endsWith(PlanFile.NAME)) {
      plan = named.toAbsolutePath().getParent();
    } else {
      file.file = named;
    }
  }

  private PlanPlace team() {
    Path named = plan;
    return named == null ? PlanPlace.beside(file.file) : new PlanPlace(named);
  }

  @Override
  public Integer call() throws Exception {
    MigrationFile migration = file.read();
    PlanPlace begun = PlanPlace.of(file.stateDirectory(migration), migration.migration());
    boolean goesOn = file.begun(migration);
    try (DatabasePair databases =
        goesOn ? DatabasePair.await(migration, console::note) : DatabasePair.open(migration)) {
      if (!goesOn) {
        PlanPlace team = team();
        requireFit(team.plan(), migration, databases);
        begun.keep(team);
      }
      return new Service(console, speech, serve)
          .run(begun, databases, file.stateDirectory(migration));
    }
  }

  /** A stale or undecided plan begins nothing; what has begun is never held up by it. */
  private void requireFit(Plan plan, MigrationFile migration, DatabasePair databases)
      throws SQLException {
    List<String> stale = SetupReader.now(migration, databases).of(plan);
    if (!stale.isEmpty()) {
      throw refused(
          Exit.BLOCKED,
          "The plan is stale.",
          String.join("\n", stale),
          "Look at it anew: migration-planner plan");
    }
    if (plan.blocked()) {
      throw refused(
          Exit.BLOCKED, "The plan is blocked.", ids(plan.blocking()), "Mend what PLAN.md names.");
    }
    if (!plan.decisionsNeeded().isEmpty()) {
      throw refused(
          Exit.OPEN,
          "The plan needs decisions.",
          ids(plan.decisionsNeeded()),
          "Decide each: migration-planner decide ID CHOICE --why \"...\", then plan again.");
    }
  }

  private Failure refused(Exit exit, String what, String why, String remedy) {
    String where = team().folder().toString();
    return new Failure(exit, new Story(what, where, why, remedy));
  }

  private static String ids(List<Finding> findings) {
    return findings.stream()
        .map(finding -> finding.id() + ": " + finding.what())
        .collect(Collectors.joining("\n"));
  }
}
