package dev.migrationplanner.app.cli;

import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.run.Recorded;
import dev.migrationplanner.run.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code report}. */
@Command(
    name = "report",
    description = "Write what happened, and the evidence of every gate, as Markdown or JSON.")
final class ReportCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private FileOption file = new FileOption();
  @Mixin private SpeechOptions speech = new SpeechOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write it (default: standard output).")
  private @Nullable Path output;

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    MigrationFile migration = file.read();
    Status status = status(migration, file.stateDirectory(migration));
    String text =
        speech.json
            ? JsonText.print(status)
            : ReportText.of(status, PlanTimes.of(file, migration, status));
    if (output == null) {
      console.line(text);
    } else {
      Files.writeString(output, text + "\n", StandardCharsets.UTF_8);
      console.note("Wrote " + output + ".");
    }
    return Exit.DONE.code();
  }

  /** From the running control plane; where none runs, from what it put on record. */
  private Status status(MigrationFile migration, Path state) throws IOException, SQLException {
    Optional<Status> recorded = Recorded.read(state, migration);
    if (recorded.isPresent() && !ControlAddress.noted(state)) {
      return recorded.get();
    }
    try {
      Status live = RemoteControl.of(migration, state).status();
      return recorded.map(all -> Recorded.with(live, all)).orElse(live);
    } catch (Failure silent) {
      // A killed one leaves its address behind.
      return recorded.orElseThrow(() -> silent);
    }
  }
}
