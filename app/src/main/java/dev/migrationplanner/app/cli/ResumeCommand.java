package dev.migrationplanner.app.cli;

import dev.migrationplanner.run.Command.Kind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code resume}. */
@Command(name = "resume", description = "Go on after a pause or a stop.")
final class ResumeCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private OperatorOptions operator = new OperatorOptions();

  ResumeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    return operator.send(console, Kind.RESUME);
  }
}
