package dev.migrationplanner.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.migrationplanner.plan.Finding;
import dev.migrationplanner.plan.PlanFile;
import dev.migrationplanner.servers.SharedServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command plan, killed with -9 in the middle of its scan and run again. */
class KilledPlanTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(90);

  @TempDir private Path folder;

  private final String source = SharedServers.freshDatabase(SharedServers.mariaDb(), "killed");
  private final String target = SharedServers.freshDatabase(SharedServers.postgres(), "killed");

  @Test
  @Timeout(300)
  void aScanThatWasKilledGoesOnAndTheNextPlanLooksAtEverythingAgain() throws Exception {
    describe();
    Path unfinished = folder.resolve("plan/scan.unfinished");
    try (Connection locking = SharedServers.mariaDb().dataSource(source).getConnection();
        Statement lock = locking.createStatement()) {
      lock.execute("LOCK TABLES later WRITE");
      Process plan = plan();
      await().atMost(WAIT_MAX).until(() -> plan.isAlive() && lines(unfinished) == 1);
      plan.destroyForcibly().waitFor();
    }
    onSource("SET sql_mode = ''", "UPDATE earlier SET born = '0000-00-00'");
    assertThat(run()).as("what was looked at before stands").isZero();
    assertThat(zeroDates()).isEmpty();
    assertThat(unfinished).doesNotExist();
    Path sent = Files.writeString(folder.resolve("sent.sql"), "SELECT * FROM later WHERE id = 7;");
    assertThat(run("--statements=" + sent)).isEqualTo(3);
    assertThat(PlanFile.read(folder.resolve("plan")).lookups().toString())
        .contains("SELECT * FROM later WHERE id = ?", "later by later_pkey");
    assertThat(zeroDates()).containsExactly("H01:earlier.born");
  }

  private void describe() throws Exception {
    onSource(
        "CREATE TABLE earlier (id int PRIMARY KEY, born date)",
        "CREATE TABLE later (id int PRIMARY KEY, born date)",
        "INSERT INTO earlier VALUES (1, '2001-02-03')");
    Path none = Files.writeString(folder.resolve("none"), "");
    Files.writeString(
        folder.resolve("migration.yaml"),
        """
        migration: killed
        source: {engine: mariadb, host: 127.0.0.1, port: %d, database: %s, user: root, password: "file:%s"}
        target: {engine: postgresql, host: 127.0.0.1, port: %d, database: %s, user: postgres, password: "file:%s"}
        application: {readsPerSecond: 100}
        survey: {activityWindow: 1s}
        """
            .formatted(
                SharedServers.mariaDb().port(),
                source,
                none,
                SharedServers.postgres().port(),
                target,
                none));
  }

  private Process plan() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "plan",
            "--file=" + folder.resolve("migration.yaml"))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("plan.out").toFile())
        .start();
  }

  private int run(String... more) {
    var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    var words = new ArrayList<>(List.of("plan", "--file=" + folder.resolve("migration.yaml")));
    words.addAll(List.of(more));
    return Main.run(new Console(out, out, false, false), words.toArray(String[]::new));
  }

  private static long lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  private List<String> zeroDates() throws IOException {
    return PlanFile.read(folder.resolve("plan")).findings().stream()
        .filter(finding -> finding.rule().equals("H01"))
        .map(Finding::id)
        .toList();
  }

  private void onSource(String... statements) throws SQLException {
    try (Connection connection = SharedServers.mariaDb().dataSource(source).getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
