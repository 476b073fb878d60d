package dev.migrationplanner.app.cli;

import picocli.CommandLine.Option;

/** How a command speaks; every command has these. */
final class SpeechOptions {
  @Option(names = "--json", description = "Print one JSON object on standard output.")
  boolean json;

  @Option(names = "--debug", description = "Print the stack trace of an error.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
