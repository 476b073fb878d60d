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

  @Option(
      names = "--abandon-target",
      description = {
        "Give the target up, which is gone for good, in phase 5: the source is the authority again, in"
            + " phase 0. Writes that only the target had are lost; status shows how many. Needs --why;"
            + " refused while the target answers. Power the target off first."
      })
  private boolean abandonTarget;

  RollbackCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (to < -1 || to >= LAST_WITH_A_WAY_BACK) {
      throw Failure.usage("--to " + to + " is no phase to roll back to.", "Name one from 0 to 4.");
    }
    if (abandonTarget && to >= 0) {
      throw Failure.usage(
          "--abandon-target lands in phase 0.", "Leave --to out, or roll back without it.");
    }
    String choice = abandonTarget ? dev.migrationplanner.run.Command.ABANDON_TARGET : "";
    return operator.send(console, Kind.ROLLBACK, to, "", choice);
  }
}
