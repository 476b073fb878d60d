package dev.migrationplanner.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.migrationplanner.app.engage.DatabasePair;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.servers.EmbeddedPostgres;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A target that runs full, or goes away: {@code copy} waits, says so, and goes on. */
@Timeout(300)
class TargetTroubleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int ROWS = 12_000;
  private static EmbeddedPostgres server;

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String sourceName = "";

  @BeforeAll
  static void start() {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void fill() throws Exception {
    sourceName = SharedServers.freshDatabase(SharedServers.mariaDb(), "trouble");
    try (Connection connection = SharedServers.mariaDb().dataSource(sourceName).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE notes (id int PRIMARY KEY, day int, text varchar(2000))");
      statement.execute("CREATE INDEX by_day ON notes (day)");
      statement.execute(
          "INSERT INTO notes SELECT seq, seq % 30, repeat(md5(seq), 32) FROM seq_1_to_" + ROWS);
    }
  }

  @AfterEach
  void forget() throws Exception {
    SharedServers.mariaDb().dropDatabase(sourceName);
  }

  @Test
  void aTargetThatRunsFullIsWaitedFor() throws Exception {
    Optional<SmallDisk> mounted = SmallDisk.mount(folder.resolve("disk"));
    Assumptions.assumeTrue(mounted.isPresent(), "mounting a small disk needs root");
    try (SmallDisk disk = mounted.get()) {
      disk.carry(server, "small");
      disk.fill(6 << 20);
      CompletableFuture<Integer> copy = begin("small", 0);
      await().atMost(PATIENCE).until(() -> err().contains("No space left on device"));
      assertThat(err()).contains("of notes waits");
      assertThat(copy).isNotDone();
      disk.free();
      assertThat(copy.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("%s", err).isZero();
      assertEqual();
      server.dropDatabase("small");
    }
  }

  @Test
  void aTargetThatGoesAwayIsWaitedFor() throws Exception {
    server.createDatabase("away");
    CompletableFuture<Integer> copy = begin("away", 4_000);
    await().atMost(PATIENCE).until(() -> copied() > 0);
    server.stop();
    await().atMost(PATIENCE).until(() -> err().contains("waits"));
    assertThat(copy).isNotDone();
    server.restart();
    assertThat(copy.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("%s", err).isZero();
    assertEqual();
  }

  @Test
  void aMigrationThatHasBegunWaitsForATargetThatIsDownWhenTheToolStarts() throws Exception {
    server.createDatabase("down");
    MigrationFile file = MigrationFile.read(describe("down", 0));
    List<String> said = new CopyOnWriteArrayList<>();
    server.stop();
    CompletableFuture<Void> open = CompletableFuture.runAsync(() -> awaitOpen(file, said::add));
    await().atMost(PATIENCE).until(() -> !said.isEmpty());
    assertThat(said.get(0)).startsWith("waits: cannot connect to").contains("nothing listens");
    assertThat(open).isNotDone();
    server.restart();
    open.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static void awaitOpen(MigrationFile file, Consumer<String> says) {
    try (DatabasePair databases = DatabasePair.await(file, says)) {
      assertThat(databases.target().server().identity()).isNotEmpty();
    } catch (SQLException | InterruptedException refused) {
      throw new IllegalStateException(refused);
    }
  }

  private void assertEqual() {
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Copied 12,000 rows");
    assertThat(run("compare")).as("%s%s", out, err).isZero();
  }

  private CompletableFuture<Integer> begin(String database, long rowsPerSecondMax)
      throws Exception {
    describe(database, rowsPerSecondMax);
    return CompletableFuture.supplyAsync(() -> run("copy"));
  }

  private Path describe(String database, long rowsPerSecondMax) throws Exception {
    Path none = Files.writeString(folder.resolve("none"), "");
    return Files.writeString(
        folder.resolve("migration.yaml"),
        """
        migration: trouble
        source: {engine: mariadb, host: 127.0.0.1, port: %d, database: %s, user: root, password: "file:%s"}
        target: {engine: postgresql, host: 127.0.0.1, port: %d, database: %s, user: postgres, password: "file:%s"}
        copy: {rowsPerChunk: 500, rowsPerSecondMax: %d}
        """
            .formatted(
                SharedServers.mariaDb().port(),
                sourceName,
                none,
                server.port(),
                database,
                none,
                rowsPerSecondMax));
  }

  private long copied() {
    try (Connection connection = server.dataSource("away").getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM notes")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException notYet) {
      return 0;
    }
  }

  private int run(String command) {
    String file = "--file=" + folder.resolve("migration.yaml");
    return Main.run(new Console(stream(out), stream(err), false, false), command, file);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
