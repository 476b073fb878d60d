package dev.migrationplanner.app.cli;

import dev.migrationplanner.run.Command.Kind;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rollback}. */
@Command(
    name = "rollback",
    description = "Go one phase back, or to an earlier one; no write is lost, out of any phase.")
final class RollbackCommand implements Callable<Integer> {
  private static final int LAST_WITH_A_WAY_BACK = 5;

  private final Console console;

  @Mixin private OperatorOptions operator = new OperatorOptions();

  @Option(
      names = "--to",
      paramLabel = "PHASE",
      defaultValue = "-1",
      description = "The phase to land in, 0 to 4 (default: one back).")
  private int to = -1;

  RollbackCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (to < -1 || to >= LAST_WITH_A_WAY_BACK) {
      throw Failure.usage("--to " + to + " is no phase to roll back to.", "Name one from 0 to 4.");
    }
    return operator.send(console, Kind.ROLLBACK, to, "", "");
  }
}
