package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.engage.DatabasePair;
import dev.migrationplanner.app.engage.Serving;
import dev.migrationplanner.app.engage.SetupReader;
import dev.migrationplanner.plan.Plan;
import dev.migrationplanner.run.Setup;
import dev.migrationplanner.run.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A migration served in the foreground until it is completed or the process is asked to stop. */
final class Service {
  private static final long LOOK_MILLIS = 500;
  private static final long STOP_SECONDS_MAX = 30;

  private final Console console;
  private final SpeechOptions speech;
  private final ServeOptions options;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);

  Service(Console console, SpeechOptions speech, ServeOptions options) {
    this.console = console;
    this.speech = speech;
    this.options = options;
  }

  int run(PlanPlace place, DatabasePair databases, Path stateDirectory)
      throws IOException, SQLException, InterruptedException {
    Logs.into(stateDirectory);
    Plan plan = place.plan();
    Setup setup = SetupReader.of(plan, place.facts(), databases);
    int port = options.port >= 0 ? options.port : plan.file().control().port();
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    try (Serving serving =
        Serving.begin(setup, databases, stateDirectory, port, options.autoUntil)) {
      serve(setup, serving, stateDirectory);
    } finally {
      stopped.countDown();
    }
    return Exit.DONE.code();
  }

  /** The address is noted only while this one answers there: another's note is not ours. */
  private void serve(Setup setup, Serving serving, Path stateDirectory)
      throws IOException, InterruptedException {
    ControlAddress.note(stateDirectory, serving.uri());
    try {
      tell(setup, serving);
      follow(serving);
    } finally {
      ControlAddress.forget(stateDirectory);
    }
  }

  private void tell(Setup setup, Serving serving) {
    String name = setup.file().migration();
    if (speech.json) {
      console.json(Map.of("migration", name, "uri", serving.uri().toString()));
    } else {
      console.line("Migration " + name + " is served at " + serving.uri() + " (Ctrl-C stops).");
    }
  }

  /** Tells of each new phase and message until the end. */
  private void follow(Serving serving) throws InterruptedException {
    String last = "";
    while (!asked.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      Status status = serving.migration().status();
      String line = line(status);
      if (!line.equals(last)) {
        console.note(line);
        last = line;
      }
      if (status.activity() == Status.Activity.COMPLETED) {
        return;
      }
    }
  }

  private static String line(Status status) {
    String message = status.message().isEmpty() ? "" : ": " + status.message();
    return "phase "
        + status.phase()
        + " "
        + status.phaseName()
        + ", "
        + status.activity().name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + message;
  }

  /** On a signal: ask, and give the work a bounded time to come to a safe point. */
  private void stop() {
    asked.countDown();
    try {
      if (!stopped.await(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        console.note("The work did not stop in time; it goes on from its checkpoints next time.");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
