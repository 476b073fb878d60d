package dev.migrationplanner.app.cli;

import dev.migrationplanner.run.Command.Kind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code advance}. */
@Command(name = "advance", description = "Go to the next phase, if its gate lets it.")
final class AdvanceCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private OperatorOptions operator = new OperatorOptions();

  AdvanceCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    return operator.send(console, Kind.ADVANCE);
  }
}
