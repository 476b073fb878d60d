package dev.migrationplanner.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.migrationplanner.app.cli.Console;
import dev.migrationplanner.app.cli.Main;
import dev.migrationplanner.client.Migration;
import dev.migrationplanner.client.Options;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The target dies for good while it is the authority: the writes at risk were shown before, giving
 * it up is asked for by name and goes on record, the application goes on with the source, and the
 * migration can be made again, even into the old target should it come back.
 */
class AbandonTargetTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(120);
  private static final int PAUSE_MILLIS = 40;

  @TempDir private Path folder;

  private NemesisGround ground;
  private Tool tool;
  private Watch watch;

  @Test
  @Timeout(1_200)
  void a_target_that_died_as_the_authority_is_given_up_by_name_and_on_record() throws Exception {
    try (NemesisGround opened = new NemesisGround(folder);
        Tool started = new Tool(folder)) {
      ground = opened;
      tool = started;
      watch = new Watch(tool);
      tool.run("start");
      PersistentOperator operator = new PersistentOperator(tool, () -> {});
      operator.prepared();
      Options options = new Options(Ground.MIGRATION, tool.uri(), folder.resolve("application"));
      try (Migration migration = Migration.open(options, ground.onSource, ground.onTarget);
          Clients clients = new Clients(migration, 1, PAUSE_MILLIS)) {
        clients.start();
        assertThat(abandon()).contains("only while the target is the authority");
        operator.forward(5);
        abandonDeadTarget(clients);
        comesBack(operator, clients);
      }
    }
  }

  private void abandonDeadTarget(Clients clients) throws Exception {
    assertThat(abandon()).contains("Taken");
    watch.until("it is refused", WAIT_MAX, status -> says(status, "target not abandoned"));
    ground.toolToSource.mode(Wire.Mode.STALL);
    watch.until("writes are at risk", WAIT_MAX, status -> atRisk(status) > 0);
    ground.target.kill();
    ground.toolToSource.mode(Wire.Mode.PASS);
    JsonNode dead = watch.until("it is known", WAIT_MAX, AbandonTargetTest::syncFails);
    assertThat(dead.path("authority").asText()).isEqualTo("TARGET");
    assertThat(abandon()).contains("Taken");
    JsonNode landed =
        watch.until("it has landed", WAIT_MAX, status -> says(status, "abandon the target"));
    assertThat(landed.path("phase").asInt()).isZero();
    assertThat(landed.path("authority").asText()).isEqualTo("SOURCE");
    watch.until("it waits", WAIT_MAX, status -> status.path("activity").asText().equals("PAUSED"));
    long before = acknowledged(clients);
    Patience patience = new Patience(WAIT_MAX);
    while (acknowledged(clients) < before + 20) {
      assertThat(patience.isLeft()).as("the application goes on").isTrue();
      Thread.sleep(50);
    }
  }

  /** All that it has is older than the epoch that began without it. */
  private void comesBack(PersistentOperator operator, Clients clients) throws Exception {
    ground.target.restart();
    assertThat(tool.command("resume", "", "")).isTrue();
    operator.forward(3);
    clients.pause();
    operator.drained(WAIT_MAX);
    var contents = ground.contents();
    assertThat(contents.get("target").balances()).isEqualTo(contents.get("source").balances());
    assertThat(contents.get("target").lists()).isEqualTo(contents.get("source").lists());
    assertThat(contents.get("target").counters()).isEqualTo(contents.get("source").counters());
    assertThat(contents.get("target").entries())
        .containsExactlyInAnyOrderElementsOf(contents.get("source").entries());
    assertThat(contents.get("target").transfers())
        .containsExactlyInAnyOrderElementsOf(contents.get("source").transfers());
    clients.goOn();
  }

  private String abandon() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int unused =
        Main.run(
            new Console(out, out, false, false),
            "rollback",
            "--abandon-target",
            "--why=its disks are gone",
            "--file=" + folder.resolve("migration.yaml"));
    return said.toString(StandardCharsets.UTF_8);
  }

  private static long acknowledged(Clients clients) {
    return clients.history().acknowledged();
  }

  private static long atRisk(JsonNode status) {
    return status.path("sync").path("writesAtRisk").asLong();
  }

  private static boolean syncFails(JsonNode status) {
    return !status.path("sync").path("message").asText().isEmpty();
  }

  private static boolean says(JsonNode status, String what) {
    return StreamSupport.stream(status.path("history").spliterator(), false)
        .anyMatch(entry -> entry.path("what").asText().equals(what));
  }
}
