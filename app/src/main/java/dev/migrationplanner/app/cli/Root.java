package dev.migrationplanner.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line as a whole. */
@Command(
    name = "migration-planner",
    mixinStandardHelpOptions = true,
    versionProvider = Root.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Moves a live system to another with no downtime and no lost write.",
    footer = {
      "",
      "Exit codes: 0 done or equal, 1 error, 2 decisions needed or differences, 3 blocked,",
      "64 wrong usage or input. NO_COLOR is honoured."
    },
    subcommands = {
      InitCommand.class,
      PlanCommand.class,
      CopyCommand.class,
      CompareCommand.class,
      StartCommand.class,
      ServeCommand.class,
      StatusCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      AdvanceCommand.class,
      RollbackCommand.class,
      DecideCommand.class,
      RehearsedCommand.class,
      ApproveCommand.class,
      ReportCommand.class,
      CleanupCommand.class,
      DemoCommand.class
    })
final class Root {

  /** The version that the jar's manifest says. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Root.class.getPackage().getImplementationVersion();
      return new String[] {
        "migration-planner " + (version == null ? "(built from sources)" : version)
      };
    }
  }
}
