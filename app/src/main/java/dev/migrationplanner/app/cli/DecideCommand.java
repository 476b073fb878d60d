package dev.migrationplanner.app.cli;

import dev.migrationplanner.run.Command.Kind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code decide}. */
@Command(
    name = "decide",
    description = "Record a decision on a finding or a gate, and who made it and why.")
final class DecideCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private OperatorOptions operator = new OperatorOptions();

  @Parameters(index = "0", paramLabel = "SUBJECT", description = "The finding's or gate's id.")
  private String subject = "";

  @Parameters(index = "1", paramLabel = "CHOICE", description = "What is decided.")
  private String choice = "";

  DecideCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (operator.why.isBlank()) {
      throw Failure.usage(
          "A decision needs a reason.", "Add --why \"...\"; it stands in the final report.");
    }
    return operator.send(console, Kind.DECIDE, -1, subject, choice);
  }
}
