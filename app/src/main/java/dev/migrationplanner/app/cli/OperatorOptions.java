package dev.migrationplanner.app.cli;

import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.run.Command;
import dev.migrationplanner.run.Control;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who asks a running migration for something, and why; both go on record. */
final class OperatorOptions {
  @Mixin FileOption file = new FileOption();

  @Mixin SpeechOptions speech = new SpeechOptions();

  @Option(
      names = "--who",
      paramLabel = "NAME",
      description = "Who asks (default: the name of the user that runs this).")
  String who = System.getProperty("user.name", "");

  @Option(names = "--why", paramLabel = "REASON", description = "The reason, for the record.")
  String why = "";

  int send(Console console, Command.Kind kind) throws IOException {
    return send(console, kind, -1, "", "");
  }

  int send(Console console, Command.Kind kind, int to, String subject, String choice)
      throws IOException {
    MigrationFile migration = file.read();
    RemoteControl control = RemoteControl.of(migration, file.stateDirectory(migration));
    Control.Answer answer = control.command(new Command(kind, to, subject, choice, who, why));
    if (speech.json) {
      console.json(answer);
    } else {
      console.line(words(answer));
    }
    return (answer.taken() ? Exit.DONE : Exit.BLOCKED).code();
  }

  private static String words(Control.Answer answer) {
    if (!answer.message().isBlank()) {
      return answer.message();
    }
    return answer.taken() ? "Taken." : "Refused.";
  }
}
