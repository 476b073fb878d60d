package dev.migrationplanner.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.Writer;
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
   * Writes the plan, its facts and every rendering of it; each file whole or not at all. Returns
   * what was written, plan.json last.
   */
  public static List<Path> write(Path directory, Plan plan, Facts facts) throws IOException {
    var written = new ArrayList<Path>();
    written.add(json(directory.resolve("facts.json"), facts));
    Renderings.of(plan, facts, (name, text) -> written.add(put(directory, name, text)));
    written.add(json(directory.resolve(NAME), plan));
    return written;
  }

  /** The same of a plan that has no facts, as it moves no rows. */
  public static List<Path> write(Path directory, Plan plan) throws IOException {
    var written = new ArrayList<Path>();
    Renderings.of(plan, (name, text) -> written.add(put(directory, name, text)));
    written.add(json(directory.resolve(NAME), plan));
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

  /** The application's code is many small files that the plan makes again: written in place. */
  private static Path put(Path directory, String name, String text) throws IOException {
    Path file = directory.resolve(name);
    if (!name.startsWith("code/")) {
      return whole(file, out -> out.write(text));
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.writeString(file, text);
  }

  private static Path json(Path file, Object value) throws IOException {
    return whole(file, out -> CanonicalJson.write(value, out));
  }

  private static Path whole(Path file, Body body) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    try (Writer out = Files.newBufferedWriter(whole)) {
      body.write(out);
    }
    return Files.move(
        whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private interface Body {
    void write(Writer out) throws IOException;
  }
}
