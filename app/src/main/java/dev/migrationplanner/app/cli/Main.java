package dev.migrationplanner.app.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The entry of the command line. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(Console.ofProcess(), arguments));
  }

  /** Runs one command and gives its exit code; ends no process, so that tests can call it. */
  public static int run(Console console, String... arguments) {
    CommandLine line = new CommandLine(new Root(), new Commands(console));
    line.setExecutionStrategy(new CommandLine.RunLast());
    line.setParameterExceptionHandler((wrong, args) -> misused(console, wrong, List.of(args)));
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> failed(console, failure, parsed));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    return line.execute(arguments);
  }

  private static int misused(Console console, ParameterException wrong, List<String> arguments) {
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    String message = wrong.getMessage() == null ? "The command is unknown." : wrong.getMessage();
    console.fail(
        Failure.usage(message, "See: " + command + " --help"), arguments.contains("--json"));
    return Exit.USAGE.code();
  }

  private static int failed(Console console, Exception failure, ParseResult parsed) {
    Failure told = Failures.of(failure);
    console.clearFleeting();
    console.fail(told, flag(parsed, "--json"));
    if (flag(parsed, "--debug")) {
      failure.printStackTrace();
    }
    return told.exit().code();
  }

  private static boolean flag(ParseResult parsed, String option) {
    for (ParseResult part = parsed; part != null; part = next(part)) {
      if (part.hasMatchedOption(option)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable ParseResult next(ParseResult parsed) {
    return parsed.hasSubcommand() ? parsed.subcommand() : null;
  }
}
