package dev.migrationplanner.plan;

import dev.migrationplanner.gate.GateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * migration.yaml of a migration that moves no rows: new code behind a flag, or a whole deployment
 * beside the old one.
 *
 * @param ramp shares of the users that get the new, one step after the other, in 1/10,000
 * @param application its {@code readsPerSecond} are requests a second here
 */
public record RolloutFile(
    String migration,
    MigrationPattern pattern,
    Change change,
    GateSettings gates,
    List<Integer> ramp,
    MigrationFile.Control control,
    MigrationFile.Application application,
    MigrationFile.Team team) {

  public RolloutFile {
    ramp = List.copyOf(ramp);
    if (!MigrationFile.NAME.matcher(migration).matches()) {
      throw new IllegalArgumentException(
          "a migration's name has 1 to 64 letters, digits, '.', '_' or '-'");
    }
    MigrationFile.checkRamp(ramp);
  }

  /**
   * What is exchanged.
   *
   * @param health what tells that it is well: an address, or a sentence
   */
  public record Change(String what, String old, String replacement, String health) {}

  /** Whether that text is such a file: its pattern says so. */
  public static boolean isOne(Path file) throws IOException {
    return Files.readString(file)
        .lines()
        .anyMatch(l -> l.matches("pattern:\\s*[\"']?(feature-flag|blue-green)[\"']?\\s*(#.*)?"));
  }

  static boolean isOne(Map<String, Object> settings) {
    return settings.containsKey("change");
  }

  /** Reads one; tells all problems at once. */
  public static RolloutFile read(Path file) throws IOException {
    return parse(file.getFileName().toString(), Files.readString(file));
  }

  static RolloutFile parse(String name, String yaml) {
    var problems = new Problems(name);
    Section root = problems.open(yaml);
    problems.raise();
    String migration = root.required("migration");
    MigrationPattern pattern =
        root.word("pattern", MigrationPattern.class, MigrationPattern.FEATURE_FLAG);
    Change change = change(root.section("change"));
    GateSettings gates = MigrationFileReader.gates(root.section("gates"));
    List<Integer> ramp = root.wholes("ramp", MigrationFileReader.RAMP);
    MigrationFile.Control control = MigrationFileReader.control(root.section("control"));
    MigrationFile.Application application =
        MigrationFileReader.application(root.section("application"));
    MigrationFile.Team team = MigrationFileReader.team(root.section("team"));
    root.end();
    problems.raise();
    Optional<RolloutFile> file =
        root.build(
            () ->
                new RolloutFile(
                    migration, pattern, change, gates, ramp, control, application, team));
    problems.raise();
    return file.orElseThrow();
  }

  private static Change change(Section section) {
    var change =
        new Change(
            section.required("what"),
            section.required("old"),
            section.required("new"),
            section.text("health", "its health check"));
    section.end();
    return change;
  }

  CommonSettings common() {
    return new CommonSettings(pattern, gates, ramp, control, application, team);
  }

  /** Every setting with its value, in the shape of the file. */
  public Map<String, Object> settings() {
    return MigrationSettings.tree(
        "migration",
        migration,
        "pattern",
        pattern.spelling(),
        "change",
        MigrationSettings.tree(
            "what",
            change.what(),
            "old",
            change.old(),
            "new",
            change.replacement(),
            "health",
            change.health()),
        "gates",
        MigrationSettings.gates(gates),
        "ramp",
        ramp,
        "control",
        MigrationSettings.control(control),
        "application",
        MigrationSettings.application(application),
        "team",
        MigrationSettings.team(team));
  }
}
