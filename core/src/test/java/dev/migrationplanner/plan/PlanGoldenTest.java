package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole plans, byte by byte. Run with -Dgolden=write to write them anew, then read them. */
class PlanGoldenTest {

  private static final Path GOLDEN = Path.of("src/test/resources/plan");
  private static final Path EXAMPLES = Path.of("../docs/examples");

  @TempDir Path directory;

  @Test
  void theFilesOfAPlanAreThoseOnRecord() throws Exception {
    Facts facts = SampleFacts.facts();
    PlanFile.write(directory, Planner.plan(SampleFacts.file(), Decisions.NONE, facts), facts);
    compare(directory, GOLDEN);
  }

  @Test
  void theUserDatabaseOfHalfATerabytePlannedOnPaperIsTheOneInTheDocs() throws Exception {
    Path example = EXAMPLES.resolve("user-database");
    MigrationFile file = MigrationFile.read(example.resolve("migration.yaml"));
    Decisions decisions = Decisions.read(example.resolve("decisions.yaml"));
    Facts facts = ToldFacts.read(file, example.resolve("facts.yaml"));
    Plan plan = Planner.plan(file, decisions, facts);
    PlanFile.write(directory, plan, facts);
    compare(directory, example.resolve("plan"));
    assertThat(plan.state()).isEqualTo("ON PAPER, GO");
    assertThat(plan.source().bytesAbout()).isBetween(490_000_000_000L, 510_000_000_000L);
    assertThat(plan.source().rates().rowsWrittenPerMinute()).isEqualTo(1_000);
    assertThat(plan.source().rates().rowsReadPerMinute()).isEqualTo(10_000);
    assertThat(checklist(directory))
        .contains("- [x] 1. Phases", "- [x] 10. Testing plan")
        .doesNotContain("- [ ]");
  }

  @Test
  void aFeatureFlagAndABlueGreenMigrationHaveWholePlansWithoutDatabases() throws Exception {
    for (String name : List.of("feature-flag", "blue-green")) {
      Path example = EXAMPLES.resolve(name);
      Path file = example.resolve("migration.yaml");
      assertThat(RolloutFile.isOne(file)).isTrue();
      Plan plan = RolloutPlanner.plan(RolloutFile.read(file));
      Path out = directory.resolve(name);
      PlanFile.write(out, plan);
      compare(out, example.resolve("plan"));
      assertThat(plan.phases()).hasSizeBetween(5, 7);
      assertThat(plan.phases())
          .allMatch(p -> !p.gates().isEmpty() && !p.rollback().trigger().isEmpty());
      assertThat(checklist(out)).contains("- [x] 1. Phases").doesNotContain("- [ ]");
      assertThat(PlanFile.read(out).hash()).isEqualTo(plan.hash());
    }
  }

  private static String checklist(Path folder) throws IOException {
    String text = Files.readString(folder.resolve("PLAN.md"));
    return text.substring(text.indexOf("## Output checklist"));
  }

  private static void compare(Path made, Path golden) throws IOException {
    if ("write".equals(System.getProperty("golden"))) {
      for (var old : files(golden).keySet()) {
        Files.delete(golden.resolve(old));
      }
      for (var file : files(made).entrySet()) {
        Path to = golden.resolve(file.getKey());
        Files.createDirectories(to.toAbsolutePath().getParent());
        Files.writeString(to, file.getValue());
      }
    }
    Map<String, String> expected = files(golden);
    Map<String, String> actual = files(made);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach((name, text) -> assertThat(text).as(name).isEqualTo(expected.get(name)));
  }

  private static Map<String, String> files(Path directory) throws IOException {
    var files = new TreeMap<String, String>();
    if (Files.isDirectory(directory)) {
      try (var paths = Files.walk(directory)) {
        for (Path path : paths.filter(Files::isRegularFile).toList()) {
          files.put(directory.relativize(path).toString(), Files.readString(path));
        }
      }
    }
    return files;
  }
}
