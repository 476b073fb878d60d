package dev.migrationplanner.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.migrationplanner.app.http.ControlServer;
import dev.migrationplanner.app.http.HttpOptions;
import dev.migrationplanner.app.http.Migrations;
import dev.migrationplanner.app.http.ScriptedControl;
import dev.migrationplanner.run.Command;
import dev.migrationplanner.run.Control;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineTest {
  @TempDir private Path folder;

  private final ScriptedControl control = new ScriptedControl();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private ControlServer server;

  @BeforeEach
  void serve() throws Exception {
    server =
        ControlServer.start(
            HttpOptions.loopback(0), new Migrations().add("shop-to-postgres", control));
    assertThat(run("init", "--name", "shop-to-postgres")).isEqualTo(0);
    ControlAddress.note(folder.resolve(".migration-planner"), server.uri());
    out.reset();
    err.reset();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void statusTellsPeopleThePhaseTheGatesAndWhatTheyWaitFor() {
    assertThat(run("status")).isEqualTo(0);
    assertThat(out())
        .contains("phase 4 Flip reads")
        .contains("10 % of the keys read the target")
        .contains("inconclusive hold time")
        .contains("waits for 117 more seconds")
        .doesNotContain("\033[");
  }

  @Test
  void withJsonStandardOutputIsOneObjectAndNothingElse() throws Exception {
    assertThat(run("status", "--json")).isEqualTo(0);
    assertThat(json().path("phaseName").asText()).isEqualTo("Flip reads");
    assertThat(err()).isEmpty();
  }

  @Test
  void everyVerbReachesTheControlPlaneWithItsWordsAndItsReason() {
    assertThat(run("pause", "--who", "mara")).isEqualTo(0);
    assertThat(run("resume", "--who", "mara")).isEqualTo(0);
    assertThat(run("advance", "--who", "mara", "--why", "all green")).isEqualTo(0);
    assertThat(run("rollback", "--to", "1", "--who", "mara")).isEqualTo(0);
    assertThat(run("decide", "account/a@::1", "may-stay", "--who", "mara", "--why", "agreed"))
        .isEqualTo(0);
    assertThat(run("approve", "--who", "mara")).isEqualTo(0);
    assertThat(control.commands)
        .containsExactly(
            new Command(Command.Kind.PAUSE, -1, "", "", "mara", ""),
            new Command(Command.Kind.RESUME, -1, "", "", "mara", ""),
            new Command(Command.Kind.ADVANCE, -1, "", "", "mara", "all green"),
            new Command(Command.Kind.ROLLBACK, 1, "", "", "mara", ""),
            new Command(Command.Kind.DECIDE, -1, "account/a@::1", "may-stay", "mara", "agreed"),
            new Command(Command.Kind.APPROVE, -1, "decommission", "", "mara", ""));
  }

  @Test
  void aRefusedCommandEndsWithThreeAndSaysWhy() {
    control.answers(new Control.Answer(false, "The gate of phase 4 is inconclusive."));
    assertThat(run("advance")).isEqualTo(3);
    assertThat(out()).contains("The gate of phase 4 is inconclusive.");
  }

  @Test
  void aControlPlaneThatIsNotThereIsAnErrorThatSaysWhatToDo() throws Exception {
    server.close();
    assertThat(run("status")).isEqualTo(1);
    assertThat(err()).contains("does not answer", "migration-planner serve").doesNotContain("\tat");
    assertThat(run("status", "--json")).isEqualTo(1);
    assertThat(json().path("exitCode").asInt()).isEqualTo(1);
    assertThat(json().path("error").path("do").asText()).contains("serve");
  }

  @Test
  void wrongUsageEndsWithSixtyFourAndNamesTheHelp() {
    assertThat(run("statsu")).isEqualTo(64);
    assertThat(run("rollback", "--to", "6")).isEqualTo(64);
    assertThat(run("decide", "strangers", "shut-out")).isEqualTo(64);
    assertThat(err()).contains("--help", "Name one from 0 to 4", "A decision needs a reason");
    assertThat(control.commands).isEmpty();
  }

  @Test
  void aMisspeltSettingIsNamedWithItsLine() throws Exception {
    Path file = folder.resolve("migration.yaml");
    Files.writeString(file, Files.readString(file).replace("tables:", "tabels:"));
    assertThat(run("status")).isEqualTo(64);
    assertThat(err()).contains("tabels").containsPattern("migration.yaml:[0-9]+");
  }

  @Test
  void initNeverOverwrites() throws Exception {
    Path file = folder.resolve("migration.yaml");
    String before = Files.readString(file);
    assertThat(run("init")).isEqualTo(64);
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void theReportHoldsEveryGateAndAllOfTheHistory() throws Exception {
    Path report = folder.resolve("report.md");
    assertThat(run("report", "-o", report.toString())).isEqualTo(0);
    String text = Files.readString(report);
    assertThat(text).contains("| 4 | hold time | inconclusive |", "| 5 | 2026-03-02T09:14:05Z |");
    assertThat(text.lines().filter(line -> line.contains("c3de018f6b"))).hasSize(1);
  }

  @Test
  void aPlanOnPaperNeedsNoServerAndSaysWhatChangedSinceTheLastOne() throws Exception {
    Path example = Path.of("../docs/examples/user-database");
    Files.copy(
        example.resolve("migration.yaml"),
        folder.resolve("migration.yaml"),
        StandardCopyOption.REPLACE_EXISTING);
    String facts = "--facts=" + example.resolve("facts.yaml");
    assertThat(run("plan", facts)).isEqualTo(0);
    assertThat(out()).contains("ON PAPER, GO");
    String first = Files.readString(folder.resolve("plan/plan.json"));
    assertThat(run("plan", facts, "--diff=" + folder.resolve("plan"))).isEqualTo(0);
    assertThat(Files.readString(folder.resolve("plan/plan.json"))).isEqualTo(first);
    Path kept = folder.resolve("kept.json");
    Files.writeString(kept, first);
    Path file = folder.resolve("migration.yaml");
    Files.writeString(file, Files.readString(file).replace("workers: 4", "workers: 6"));
    out.reset();
    assertThat(run("plan", facts, "--diff=" + kept)).isEqualTo(2);
    assertThat(out()).contains("~ setting copy.workers: 4 -> 6");
  }

  @Test
  void aMigrationWithoutDatabasesIsPlannedFromItsFileAlone() throws Exception {
    Files.copy(
        Path.of("../docs/examples/feature-flag/migration.yaml"),
        folder.resolve("migration.yaml"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(run("plan")).isEqualTo(0);
    assertThat(folder.resolve("plan/RUNBOOK.md")).exists();
    assertThat(run("start")).isEqualTo(64);
    assertThat(err()).contains("moves no rows and has no databases");
  }

  @Test
  void everyCommandSpeaksJsonAndItsHelpSaysSo() {
    CommandLine line = new CommandLine(new Root(), new Commands(console()));
    assertThat(line.getSubcommands()).hasSizeGreaterThan(10);
    line.getSubcommands()
        .forEach(
            (name, command) -> {
              assertThat(command.getCommandSpec().findOption("--json")).as(name).isNotNull();
              assertThat(command.getUsageMessage()).as(name).contains("--json");
            });
  }

  @Test
  void aFileNamedByPlaceIsTheOneThatIsReadWhateverLiesInTheDirectory() {
    for (String command : List.of("plan", "copy", "compare", "cleanup")) {
      String other = folder.resolve("nowhere.yaml").toString();
      err.reset();
      assertThat(Main.run(console(), command, other)).as(command).isEqualTo(64);
      assertThat(err()).as(command).contains(other);
    }
  }

  @Test
  void whatNobodyAskedCannotBeDecided() {
    assertThat(run("decide", "rehearsal", "passed", "--why", "I say so")).isEqualTo(64);
    assertThat(err()).contains("migration-planner rehearsed");
  }

  @Test
  void coloursAreForTerminalsAlone() {
    Console coloured = new Console(stream(out), stream(err), true, true);
    assertThat(Main.run(coloured, "status", "-f", folder.resolve("migration.yaml").toString()))
        .isEqualTo(0);
    assertThat(out()).contains("\033[32mpass\033[0m");
  }

  private int run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(1, "--file=" + folder.resolve("migration.yaml"));
    if (words[0].equals("statsu")) {
      all.remove(1);
    }
    out.reset();
    return Main.run(console(), all.toArray(String[]::new));
  }

  private Console console() {
    return new Console(stream(out), stream(err), false, false);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private JsonNode json() throws Exception {
    return new ObjectMapper().readTree(out());
  }
}
