package dev.migrationplanner.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The plan on disk: plan.json is the truth, the others are renderings of it. */
public final class PlanFile {

  /** Its name. */
  public static final String NAME = "plan.json";

  private PlanFile() {}

  /**
   * Writes the plan, its facts and every rendering of it; each file whole or not at all. Returns
   * what was written, plan.json last.
   */
  public static List<Path> write(Path directory, Plan plan, Facts facts) throws IOException {
    var files = new LinkedHashMap<String, String>();
    files.put("facts.json", facts.json());
    files.putAll(Renderings.of(plan, facts));
    return write(directory, plan, files);
  }

  /** The same of a plan that has no facts, as it moves no rows. */
  public static List<Path> write(Path directory, Plan plan) throws IOException {
    return write(directory, plan, Renderings.of(plan));
  }

  private static List<Path> write(Path directory, Plan plan, Map<String, String> files)
      throws IOException {
    var written = new ArrayList<Path>();
    for (var file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.toAbsolutePath().getParent());
      written.add(put(path, file.getValue()));
    }
    Files.createDirectories(directory);
    written.add(put(directory.resolve(NAME), plan.json()));
    return written;
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

  private static Path put(Path file, String text) throws IOException {
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(whole, text);
    return Files.move(
        whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
