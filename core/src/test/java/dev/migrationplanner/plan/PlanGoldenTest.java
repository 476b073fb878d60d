package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files of a plan, byte by byte. Run with -Dgolden=write to write them anew, then read them.
 */
class PlanGoldenTest {

  private static final Path GOLDEN = Path.of("src/test/resources/plan");

  @ParameterizedTest
  @ValueSource(strings = {"plan.json", "facts.json", "PLAN.md", "PLAN.html", "schema.sql"})
  void theFilesOfAPlanAreThoseOnRecord(String name, @TempDir Path directory) throws Exception {
    Facts facts = SampleFacts.facts();
    PlanFile.write(directory, Planner.plan(SampleFacts.file(), Decisions.NONE, facts), facts);
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(GOLDEN);
      Files.write(GOLDEN.resolve(name), Files.readAllBytes(directory.resolve(name)));
    }
    assertThat(directory.resolve(name)).hasSameTextualContentAs(GOLDEN.resolve(name));
  }
}
