package dev.migrationplanner.benchmarks;

import dev.migrationplanner.app.engage.DatabasePair;
import dev.migrationplanner.app.engage.SetupReader;
import dev.migrationplanner.copy.CopyProgress;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.run.CopyJob;
import dev.migrationplanner.run.Setup;
import dev.migrationplanner.verify.CompareOptions;
import dev.migrationplanner.verify.Comparison;
import dev.migrationplanner.verify.TableResult;
import dev.migrationplanner.verify.Views;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/** One copy or comparison in a JVM of its own, telling how long its parts took. */
public final class CopyOnce {

  static final String HEAP = "256m";

  private CopyOnce() {}

  /** {@code copy FILE} or {@code compare FILE}. */
  public static void main(String[] args) throws Exception {
    Main.quiet();
    MigrationFile file = MigrationFile.read(Path.of(args[1]));
    System.out.printf("    %-45s %.2f s%n", "starting the JVM", sinceStart());
    try (DatabasePair databases = DatabasePair.open(file)) {
      System.out.printf("    %-45s %.2f s%n", "connected", sinceStart());
      Setup setup = SetupReader.read(file, databases);
      System.out.printf("    %-45s %.2f s%n", "catalogue read", sinceStart());
      if (args[0].equals("copy")) {
        copy(setup, databases);
      } else {
        compare(setup, databases);
      }
    }
  }

  private static double sinceStart() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
  }

  private static void copy(Setup setup, DatabasePair databases) throws Exception {
    var watch = new Watch();
    var result = new CopyJob(setup, databases.source(), databases.target(), watch).run();
    watch.step("");
    System.out.printf(
        "  ours: %d rows, %d set aside; data %.2f s%n",
        result.rows(), result.quarantinedRows(), watch.dataSeconds);
    System.out.printf("    %-45s %.2f s%n", "done", sinceStart());
  }

  private static void compare(Setup setup, DatabasePair databases) throws Exception {
    var comparison =
        new Comparison(
            Views.of(databases.source(), databases.target()),
            CompareOptions.DEFAULTS.limits(setup.file().verify().rowsPerChunk(), 500, 50_000, 100));
    long begun = System.nanoTime();
    List<TableResult> results = comparison.full(setup.tables(), setup.file().verify().workers());
    double seconds = Shell.secondsSince(begun);
    if (!results.stream().allMatch(TableResult::equal)) {
      throw new IllegalStateException("the sides differ: " + results);
    }
    System.out.printf("  ours: all equal; data %.2f s%n", seconds);
  }

  /** Steps as they come, those of a kind together. */
  private static final class Watch implements CopyJob.Listener {
    private final long begun = System.nanoTime();
    private String step = "";
    private boolean data;
    private long since = begun;
    private double processorSince = processor();
    private double dataSeconds;

    @Override
    public void step(String what) {
      double seconds = Shell.secondsSince(since);
      if (data) {
        dataSeconds = seconds;
        data = false;
      }
      if (seconds > 0.1) {
        System.out.printf(
            "    %-45s %.2f s, processor %.2f s%n", step, seconds, processor() - processorSince);
      }
      step = what;
      since = System.nanoTime();
      processorSince = processor();
    }

    /** Seconds of processor time of this JVM so far. */
    private static double processor() {
      return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }

    @Override
    public void copying(CopyProgress progress) {
      step("copying rows");
      data = true;
    }
  }
}
