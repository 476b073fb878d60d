package dev.migrationplanner.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.migrationplanner.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The plan on disk: plan.json is the truth, the others are renderings of it. */
public final class PlanFile {

  /** Its name. */
  public static final String NAME = "plan.json";

  private PlanFile() {}

  /**
   * Writes plan.json, facts.json, PLAN.md, PLAN.html and schema.sql; each whole or not at all.
   * Returns what was written.
   */
  public static List<Path> write(Path directory, Plan plan, Facts facts) throws IOException {
    Files.createDirectories(directory);
    Document document = new PlanDocument(plan).document();
    return List.of(
        put(directory.resolve("facts.json"), facts.json()),
        put(directory.resolve("PLAN.md"), Markdown.of(document)),
        put(directory.resolve("PLAN.html"), Html.of(document)),
        put(directory.resolve("schema.sql"), SchemaSql.of(plan)),
        put(directory.resolve(NAME), plan.json()));
  }

  /**
   * Reads plan.json, or the one in that directory.
   *
   * @throws IOException if it cannot be read or is no plan of this version
   */
  public static Plan read(Path path) throws IOException {
    Path file = Files.isDirectory(path) ? path.resolve(NAME) : path;
    Plan plan;
    try {
      plan = Plan.parse(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IOException(
          file + " is no plan of this version; make one with: migration-planner plan", e);
    }
    if (plan.format() != Plan.FORMAT) {
      throw new IOException(
          file
              + " has format "
              + plan.format()
              + "; this version reads "
              + Plan.FORMAT
              + "; make a new one with: migration-planner plan");
    }
    return plan;
  }

  /** The facts a plan in that directory was made of. */
  public static Facts facts(Path directory) throws IOException {
    return Facts.parse(Files.readString(directory.resolve("facts.json")));
  }

  /**
   * Why the plan no longer fits, empty if it does. It keeps a migration from starting, never one
   * that runs from going on or back.
   *
   * @param file the settings of now
   * @param source the source's tables of now, chosen by the same settings
   * @param targetIdentity who the target's server is now
   */
  public static List<String> stale(
      Plan plan, MigrationFile file, Schema source, String sourceIdentity, String targetIdentity) {
    var reasons = new ArrayList<String>();
    if (!plan.tool().equals(ToolVersion.CURRENT)) {
      reasons.add("it was made by version " + plan.tool() + ", this is " + ToolVersion.CURRENT);
    }
    if (!CanonicalJson.hash(plan.settings()).equals(CanonicalJson.hash(file.settings()))) {
      reasons.add("migration.yaml has changed since");
    }
    if (!plan.sourceShape().equals(Facts.shape(source))) {
      reasons.add("the source's tables have changed since");
    }
    if (!plan.source().identity().equals(sourceIdentity)) {
      reasons.add("the source is another server than the one that was looked at");
    }
    if (!plan.target().identity().equals(targetIdentity)) {
      reasons.add("the target is another server than the one that was looked at");
    }
    return reasons;
  }

  private static Path put(Path file, String text) throws IOException {
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(whole, text);
    return Files.move(
        whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
