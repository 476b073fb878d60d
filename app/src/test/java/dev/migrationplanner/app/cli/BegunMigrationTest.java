package dev.migrationplanner.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.migrationplanner.app.engage.DatabasePair;
import dev.migrationplanner.app.engage.Serving;
import dev.migrationplanner.app.engage.SetupReader;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.PlanFile;
import dev.migrationplanner.run.Command;
import dev.migrationplanner.run.Control.Answer;
import dev.migrationplanner.run.Status;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands beside a migration that has begun: while it is served, after that, and cleaned. */
class BegunMigrationTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(90);

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final String sourceName = SharedServers.freshDatabase(SharedServers.mariaDb(), "begun");
  private final String targetName = SharedServers.freshDatabase(SharedServers.postgres(), "begun");

  @Test
  @Timeout(300)
  void aMigrationIsReportedRepairedNeverCopiedBesideAndCleanedUpWhole() throws Exception {
    describe();
    assertThat(run("plan")).as("%s%s", out, err).isZero();
    MigrationFile file = MigrationFile.read(folder.resolve("migration.yaml"));
    try (DatabasePair databases = DatabasePair.open(file);
        Serving serving =
            Serving.begin(
                SetupReader.of(
                    PlanFile.read(folder.resolve("plan")),
                    PlanFile.facts(folder.resolve("plan")),
                    databases),
                databases,
                folder.resolve("state"),
                0,
                3)) {
      ControlAddress.note(folder.resolve("state"), serving.uri());
      waiveTheRehearsal(serving);
      await().atMost(WAIT_MAX).until(() -> compared(serving.migration().status()));
      refused("copy", "Another tool works on this migration");
      refused("cleanup", "Another tool works on this migration");
    }
    ControlAddress.forget(folder.resolve("state"));
    repairedWithoutTheServed();
    reported();
    noRehearsalOfItself();
    refused("copy", "This migration has begun: it is in phase 2");
    withoutItsRecordNothingBegins();
    cleanedUpWhole();
  }

  private void waiveTheRehearsal(Serving serving) {
    Answer answer =
        serving
            .migration()
            .command(new Command(Command.Kind.DECIDE, -1, "rehearsal", "waive", "ada", "a test"));
    assertThat(answer.taken()).as(answer.message()).isTrue();
  }

  private static boolean compared(Status status) {
    return status.phase() == 2 && !status.comparisons().isEmpty();
  }

  /** Its checkpoints and its epoch would be taken for those of a new migration. */
  private void withoutItsRecordNothingBegins() throws Exception {
    Files.move(folder.resolve("state"), folder.resolve("moved away"));
    refused("start", "still holds an earlier run of this migration");
  }

  private void repairedWithoutTheServed() throws Exception {
    onTarget("DELETE FROM customers WHERE id = 1");
    assertThat(run("compare")).isEqualTo(2);
    assertThat(run("compare", "--repair")).as("%s%s", out, err).isZero();
    assertThat(out()).contains("equal: 1 tables");
    assertThat(count(SharedServers.postgres(), targetName, "SELECT count(*) FROM customers"))
        .isEqualTo(2);
  }

  private void noRehearsalOfItself() {
    assertThat(run("rehearsed", folder.resolve("migration.yaml").toString())).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("This is no rehearsal of the plan", "phase 5 was never rolled back out of");
  }

  private void reported() throws Exception {
    assertThat(run("report")).as("%s", err).isZero();
    assertThat(out()).contains("Phase 2 (Backfill)", "| 0 | rehearsal | pass |", "| ada | decide");
    assertThat(run("report", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(out()).path("phase").asInt()).isEqualTo(2);
  }

  private void cleanedUpWhole() throws Exception {
    assertThat(ours()).isPositive();
    assertThat(run("cleanup")).as("%s", err).isZero();
    assertThat(ours()).isZero();
    assertThat(run("cleanup", "--json")).as("%s", err).isZero();
    assertThat(new ObjectMapper().readTree(out()).path("done").size()).isPositive();
    assertThat(count(SharedServers.postgres(), targetName, "SELECT count(*) FROM customers"))
        .as("migrated rows stay")
        .isEqualTo(2);
    refused("start", "table customers of the target has rows");
  }

  /** Slots, publications, schemas and rows of this migration on both sides. */
  private long ours() throws SQLException {
    long onTarget =
        count(
            SharedServers.postgres(),
            targetName,
            "SELECT (SELECT count(*) FROM pg_replication_slots WHERE database = current_database())"
                + " + (SELECT count(*) FROM pg_publication)"
                + " + (SELECT count(*) FROM pg_namespace WHERE nspname = 'migration_planner')");
    long kept =
        count(
            SharedServers.mariaDb(),
            sourceName,
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'migration_planner'");
    return kept == 0
        ? onTarget
        : onTarget
            + count(
                SharedServers.mariaDb(),
                sourceName,
                "SELECT count(*) FROM migration_planner.epoch WHERE migration = 'begun'");
  }

  private void describe() throws Exception {
    on(
        SharedServers.mariaDb(),
        sourceName,
        "CREATE TABLE customers (id int PRIMARY KEY, name varchar(50))",
        "INSERT INTO customers VALUES (1, 'Ada'), (2, 'Grace')");
    Path none = Files.writeString(folder.resolve("none"), "");
    Files.writeString(
        folder.resolve("migration.yaml"),
        """
        migration: begun
        pattern: sync-only
        source: {engine: mariadb, host: 127.0.0.1, port: %d, database: %s, user: root, password: "file:%s"}
        target: {engine: postgresql, host: 127.0.0.1, port: %d, database: %s, user: postgres, password: "file:%s"}
        survey: {activityWindow: 1s}
        control: {port: 0, stateDirectory: state}
        """
            .formatted(
                SharedServers.mariaDb().port(),
                sourceName,
                none,
                SharedServers.postgres().port(),
                targetName,
                none));
  }

  private void refused(String command, String why) {
    assertThat(run(command)).as("%s%s", out, err).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(why);
  }

  private int run(String... words) {
    out.reset();
    err.reset();
    String[] all = new String[words.length + 1];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--file=" + folder.resolve("migration.yaml");
    return Main.run(new Console(stream(out), stream(err), false, false), all);
  }

  private void onTarget(String statement) throws SQLException {
    on(SharedServers.postgres(), targetName, statement);
  }

  private static void on(EmbeddedServer server, String database, String... statements)
      throws SQLException {
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static long count(EmbeddedServer server, String database, String sql)
      throws SQLException {
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
