package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A catalogue of 5,000 tables: in time, in a small heap, and the same whatever order they come in.
 */
class ScaleTest {

  private static final int TABLES = 5_000;
  private static final int FEW = 500;
  private static final long SECONDS_MAX = 60;

  @TempDir Path directory;

  /**
   * Processor time is what is bounded: how long others keep the machine busy is not ours to say.
   */
  @Test
  void aCatalogueOf5000TablesIsPlannedInAMinuteAnd512MiB() throws Exception {
    List<String> first = plan(TABLES, "1", directory.toString());
    long cpu = Long.parseLong(first.get(2).substring("cpu ".length()));
    System.out.println(
        "plan of " + TABLES + " tables in a heap of 512 MiB: " + first.get(1) + ", cpu " + cpu);
    assertThat(directory.resolve("plan.json")).isNotEmptyFile();
    assertThat(cpu).isBetween(1L, TimeUnit.SECONDS.toMillis(SECONDS_MAX));
  }

  @Test
  void tablesListedInAnotherOrderGiveTheSameFactsAndTheSamePlan() throws Exception {
    assertThat(plan(FEW, "2").get(0)).isEqualTo(plan(FEW, "1").get(0));
  }

  private static List<String> plan(int tables, String... arguments) throws Exception {
    var command =
        new ArrayList<String>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                ScaleRun.class.getName(),
                "" + tables));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().filter(l -> !l.startsWith("SLF4J")).toList();
  }
}
