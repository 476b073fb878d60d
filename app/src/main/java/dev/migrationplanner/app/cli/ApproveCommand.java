package dev.migrationplanner.app.cli;

import dev.migrationplanner.run.Command.Kind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code approve}. */
@Command(
    name = "approve",
    description =
        "Approve the point of no return. Two people must, each for the evidence as it stands.")
final class ApproveCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private OperatorOptions operator = new OperatorOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ACTION",
      defaultValue = "decommission",
      description = "What is approved (default: ${DEFAULT-VALUE}).")
  private String action = "decommission";

  ApproveCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    return operator.send(console, Kind.APPROVE, -1, action, "");
  }
}
