package dev.migrationplanner.app.cli;

import picocli.CommandLine.Option;

/** How a migration is served. */
final class ServeOptions {
  @Option(
      names = "--auto-until",
      paramLabel = "PHASE",
      defaultValue = "0",
      description = "Let open gates carry it on by themselves up to this phase, 4 at most.")
  int autoUntil;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "-1",
      description = "Listen here instead of the file's control port; 0 takes a free one.")
  int port = -1;
}
