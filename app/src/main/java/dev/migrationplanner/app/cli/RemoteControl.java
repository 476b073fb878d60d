package dev.migrationplanner.app.cli;

import dev.migrationplanner.app.cli.Failure.Story;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.run.Command;
import dev.migrationplanner.run.Control;
import dev.migrationplanner.run.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** A running control plane, asked over HTTP. */
final class RemoteControl {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  private final URI address;
  private final String migration;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build();

  private RemoteControl(URI address, String migration) {
    this.address = address;
    this.migration = migration;
  }

  static RemoteControl of(MigrationFile migration, Path stateDirectory) throws IOException {
    return new RemoteControl(ControlAddress.of(migration, stateDirectory), migration.migration());
  }

  Status status() throws IOException {
    HttpResponse<String> answer = send(request("status").GET());
    if (answer.statusCode() != 200) {
      throw refused(answer);
    }
    return JsonText.parse(answer.body(), Status.class);
  }

  Control.Answer command(Command command) throws IOException {
    String json =
        JsonText.print(
            Map.of(
                "command", command.kind().name().toLowerCase(Locale.ROOT),
                "to", command.to(),
                "subject", command.subject(),
                "choice", command.choice(),
                "who", command.who(),
                "why", command.why()));
    HttpResponse<String> answer =
        send(
            request("commands")
                .header("X-Migration-Planner", "1")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    if (answer.statusCode() != 200 && answer.statusCode() != 409) {
      throw refused(answer);
    }
    return JsonText.parse(answer.body(), Control.Answer.class);
  }

  private HttpRequest.Builder request(String what) {
    return HttpRequest.newBuilder(address.resolve("/v1/migrations/" + migration + "/" + what))
        .timeout(ANSWER_MAX);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException nobody) {
      throw new Failure(
          Exit.ERROR,
          new Story(
              "The control plane does not answer.",
              address.toString(),
              "Nothing listens there; the application goes on with its last known state.",
              "Start it with: migration-planner serve"),
          nobody);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("The request was interrupted.", interrupted);
    }
  }

  private Failure refused(HttpResponse<String> answer) {
    Refusal refusal = JsonText.parse(answer.body(), Refusal.class);
    return new Failure(
        Exit.ERROR,
        new Story(refusal.message(), address.toString(), "HTTP " + answer.statusCode(), ""));
  }

  /** The JSON of the control plane's errors. */
  private record Refusal(String error, String message) {}
}
