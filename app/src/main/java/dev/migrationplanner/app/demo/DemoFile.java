package dev.migrationplanner.app.demo;

import dev.migrationplanner.plan.MigrationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The demo's migration.yaml, and what of a real migration it shortens. */
final class DemoFile {
  static final String MIGRATION = "shop-to-postgres";

  private static final String TEXT =
      """
      migration: shop-to-postgres
      pattern: dual-write
      source: {engine: mariadb, host: 127.0.0.1, port: %d, database: shop, user: root, password: "file:%s"}
      target: {engine: postgresql, host: 127.0.0.1, port: %d, database: shop, schema: public, user: postgres, password: "file:%s"}
      tables: {include: ["*"]}
      ramp: [100, 1000, 5000, 10000]
      gates: {holdPerStep: 3s, soak: 5s, errorBudget: "1 %%", leastSamples: 300}
      control: {address: 127.0.0.1, port: 8090, stateDirectory: "%s"}
      survey: {activityWindow: 1s}
      team: {owner: "the demo", approvers: ["ada", "grace"], why: "to show a migration from end to end"}
      """;

  private DemoFile() {}

  /** Writes it, with a file for the passwords of two servers that have none. */
  static MigrationFile write(Path folder, Stand stand) throws IOException {
    Path password = Files.writeString(folder.resolve("no-password"), "");
    Path file = folder.resolve("migration.yaml");
    Files.writeString(
        file,
        TEXT.formatted(
            stand.sourcePort(), password, stand.targetPort(), password, folder.resolve("state")));
    return MigrationFile.read(file);
  }

  /** What is shorter than it would be in earnest, for the result. */
  static Map<String, Object> shortened() {
    Map<String, Object> shortened = new LinkedHashMap<>();
    shortened.put("rehearsal", "waived by a recorded decision");
    shortened.put("restoreOfABackup", "waived by a recorded decision");
    shortened.put("surveyActivityWindowSeconds", 1);
    shortened.put("holdPerStepSeconds", 3);
    shortened.put("soakSeconds", 5);
    shortened.put("errorBudget", 0.01);
    shortened.put("ramp", List.of(100, 1_000, 5_000, 10_000));
    shortened.put(
        "shadowReads",
        "29,956 clean ones over all tables together; tablesUnproved lists those below their own");
    shortened.put(
        "servers", "thrown away at the end: a commit outlives a killed server, not a power cut");
    return shortened;
  }
}
