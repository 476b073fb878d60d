package dev.migrationplanner.app.cli;

import dev.migrationplanner.run.Command.Kind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pause}. */
@Command(
    name = "pause",
    description = "Stop the tool's work at a safe point; the application goes on.")
final class PauseCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private OperatorOptions operator = new OperatorOptions();

  PauseCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    return operator.send(console, Kind.PAUSE);
  }
}
