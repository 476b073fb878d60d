package dev.migrationplanner.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code benchmarks/run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    subcommands = {
      CopyBenchmark.class,
      CompareBenchmark.class,
      SyncBenchmark.class,
      FlipBenchmark.class,
      ServersCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs a benchmark. */
  public static void main(String[] args) {
    quiet();
    System.exit(new CommandLine(new Main()).execute(args));
  }

  static void quiet() {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.WARN);
    }
  }
}
