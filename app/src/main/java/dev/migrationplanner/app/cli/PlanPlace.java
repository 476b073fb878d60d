package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.cli.Failure.Story;
import dev.migrationplanner.plan.Facts;
import dev.migrationplanner.plan.Plan;
import dev.migrationplanner.plan.PlanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A folder with a plan: the team's beside the migration file, and the running one's own copy. */
record PlanPlace(Path folder) {
  private static final String DECISIONS = "decisions.yaml";
  private static final String FACTS = "facts.json";

  /** The team's: {@code plan/} beside the migration file. */
  static PlanPlace beside(Path migrationFile) {
    return new PlanPlace(migrationFile.toAbsolutePath().resolveSibling("plan"));
  }

  /** What a begun migration goes by, whatever becomes of the team's. */
  static PlanPlace of(Path stateDirectory, String migration) {
    return new PlanPlace(stateDirectory.resolve(migration + "-plan"));
  }

  Path decisions() {
    return folder.resolve(DECISIONS);
  }

  /** What a scan has found before the plan is there; a next one goes on from it. */
  Path unfinishedScan() {
    return folder.resolve("scan.unfinished");
  }

  boolean exists() {
    return Files.isReadable(folder.resolve(PlanFile.NAME));
  }

  Plan plan() throws IOException {
    if (!exists()) {
      throw new Failure(
          Exit.USAGE,
          new Story(
              "There is no plan.", folder.toString(), "", "Make one: migration-planner plan"));
    }
    return PlanFile.read(folder);
  }

  Facts facts() throws IOException {
    return PlanFile.facts(folder);
  }

  /** Keeps a copy of another place's plan and facts here. */
  void keep(PlanPlace other) throws IOException {
    Files.createDirectories(folder);
    for (String name : new String[] {FACTS, PlanFile.NAME}) {
      Files.copy(
          other.folder.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
