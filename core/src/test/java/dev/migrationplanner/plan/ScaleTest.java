package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A catalogue of 5,000 tables: in time, in a small heap, and the same whatever order they come in.
 */
class ScaleTest {

  private static final int TABLES = 5_000;
  private static final long SECONDS_MAX = 60;

  @TempDir Path directory;

  @Test
  void aCatalogueOf5000TablesIsPlannedInAMinuteAnd512MiBAndInAnyOrderTheSame() throws Exception {
    List<String> first = plan(1);
    List<String> second = plan(2);
    assertThat(second.get(0)).isEqualTo(first.get(0));
    for (String name : List.of("plan.json", "PLAN.md", "PLAN.html", "schema.sql", "facts.json")) {
      assertThat(Files.mismatch(directory.resolve("1/" + name), directory.resolve("2/" + name)))
          .as(name)
          .isEqualTo(-1);
    }
    long millis = Long.parseLong(first.get(1).substring("millis ".length()));
    System.out.println("plan of " + TABLES + " tables: " + millis + " ms in a heap of 512 MiB");
    assertThat(millis).isLessThan(TimeUnit.SECONDS.toMillis(SECONDS_MAX));
  }

  private List<String> plan(int seed) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                ScaleRun.class.getName(),
                "" + TABLES,
                "" + seed,
                directory.resolve("" + seed).toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().filter(l -> !l.startsWith("SLF4J")).toList();
  }
}
