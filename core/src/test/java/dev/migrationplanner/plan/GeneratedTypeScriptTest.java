package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import dev.migrationplanner.survey.Survey;
import dev.migrationplanner.verify.CompareOptions;
import dev.migrationplanner.verify.Comparison;
import dev.migrationplanner.verify.Views;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The TypeScript of a plan, compiled and run against real servers through the drivers of npm. Needs
 * npm's registry, so it asks for -Dnpm=true, as CI does.
 */
class GeneratedTypeScriptTest {

  private static final long SECONDS_MAX = 240;

  private static final String TABLE =
      """
      CREATE TABLE things (id BIGINT UNSIGNED PRIMARY KEY, count INT, price DECIMAL(12,2), ratio DOUBLE,
        name VARCHAR(80) CHARACTER SET utf8mb4, raw BLOB, day DATE, at DATETIME(6), note TEXT CHARACTER SET utf8mb4)""";

  @TempDir Path directory;

  private final EmbeddedServer from = SharedServers.mariaDb();
  private final EmbeddedServer to = SharedServers.postgres();
  private final String source = SharedServers.freshDatabase(from, "typescript");
  private final String target = SharedServers.freshDatabase(to, "typescript");

  @Test
  void itWritesBothSidesAlikeReadsEitherAndReportsWhatItDid() throws Exception {
    if (!Boolean.getBoolean("npm")) {
      System.out.println("skipped: the plan's TypeScript was not run (-Dnpm=true, and npm)");
    }
    assumeTrue(Boolean.getBoolean("npm"));
    GeneratedCodeTest.execute(from, source, TABLE);
    try (ControlPlaneOnPaper control = new ControlPlaneOnPaper();
        Database a = Databases.open(file(control.port()).source());
        Database b = Databases.open(file(control.port()).target())) {
      MigrationFile file = file(control.port());
      Facts facts = Survey.of(file, a, b, told -> {});
      GeneratedCodeTest.prepare(file, facts, a, b);
      build(Planner.plan(file, Decisions.NONE, facts), facts);
      var comparison = new Comparison(Views.of(a, b), CompareOptions.DEFAULTS);
      var things = facts.mapping().tables().get(0);

      control.says("OFF", false);
      drive("insert");
      assertThat(count(from, source)).isEqualTo(1);
      assertThat(count(to, target)).isZero();
      drive("remove");

      control.says("DUAL_WRITE", false);
      drive("insert");
      assertThat(count(to, target)).isEqualTo(1);
      assertThat(comparison.full(things).differences()).isEmpty();
      assertThat(control.reported()).contains("authorityWrites=1", "secondaryWrites=1");
      drive("update");
      assertThat(comparison.full(things).differences()).isEmpty();

      control.says("LIVE", true);
      assertThat(drive("find")).contains("found other");
      assertThat(control.reported()).contains("reads.new=1", "shadowMatches=1");
      GeneratedCodeTest.execute(from, source, "UPDATE things SET name = 'only here'");
      assertThat(drive("find")).contains("found other");
      assertThat(control.reported()).contains("shadowMismatches=1", "key=things&mismatch&id=1844");
      drive("remove");
      assertThat(count(from, source)).isZero();
      assertThat(count(to, target)).isZero();
    }
  }

  private void build(Plan plan, Facts facts) throws Exception {
    Path folder = folder();
    new ApplicationCode(plan, facts.mapping())
        .files(
            (name, text) -> {
              Path path = directory.resolve(name);
              Files.createDirectories(path.getParent());
              Files.writeString(path, text);
            });
    try (InputStream drive = getClass().getResourceAsStream("/typescript/drive.ts")) {
      Files.write(folder.resolve("drive.ts"), drive.readAllBytes());
    }
    run(
        "npm",
        "install",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "pg@8",
        "mysql2@3",
        "@types/pg@8");
    run("npx", "tsc", "--outDir", "out");
  }

  private Path folder() {
    return directory.resolve("code/typescript");
  }

  private String drive(String verb) throws Exception {
    return run(
        "node",
        "out/drive.js",
        verb,
        "" + from.port(),
        source,
        from.user(),
        "" + to.port(),
        target,
        to.user());
  }

  private String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(folder().toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s: %s", Arrays.asList(command), said).isZero();
    return said;
  }

  private static int count(EmbeddedServer server, String database) throws Exception {
    return GeneratedCodeTest.count("1 = 1", server, database);
  }

  private MigrationFile file(int control) throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "");
    return MigrationFile.parse(
        "migration.yaml",
        """
        migration: generated
        source: {engine: mariadb, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        target: {engine: postgresql, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        survey: {activityWindow: 1ms}
        application: {languages: [typescript]}
        control: {port: %d}
        """
            .formatted(
                from.port(),
                source,
                from.user(),
                secret,
                to.port(),
                target,
                to.user(),
                secret,
                control));
  }
}
