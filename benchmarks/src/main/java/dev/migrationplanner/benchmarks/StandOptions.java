package dev.migrationplanner.benchmarks;

import picocli.CommandLine.Option;

/** Where a benchmark runs. */
final class StandOptions {

  @Option(
      names = "--source-port",
      defaultValue = "0",
      description = "A server that `run servers` started; 0 = start one.")
  private int sourcePort;

  @Option(
      names = "--target-port",
      defaultValue = "0",
      description = "A server that `run servers` started; 0 = start one.")
  private int targetPort;

  Stand stand() {
    return Stand.of(sourcePort, targetPort);
  }
}
