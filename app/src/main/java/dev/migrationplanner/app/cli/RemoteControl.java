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
import org.jspecify.annotations.Nullable;

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
    return parse(answer, Status.class);
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
    return parse(answer, Control.Answer.class);
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
    Refusal refusal = parse(answer, Refusal.class);
    String message = refusal.message();
    return message == null
        ? foreign(answer, null)
        : new Failure(
            Exit.ERROR, new Story(message, address.toString(), "HTTP " + answer.statusCode(), ""));
  }

  private <T> T parse(HttpResponse<String> answer, Class<T> type) {
    try {
      return JsonText.parse(answer.body(), type);
    } catch (IllegalStateException unreadable) {
      throw foreign(answer, unreadable);
    }
  }

  private Failure foreign(HttpResponse<String> answer, @Nullable Exception cause) {
    return new Failure(
        Exit.ERROR,
        new Story(
            "Another program answers where the control plane should.",
            address.toString(),
            "HTTP " + answer.statusCode(),
            "Start the control plane on a port of its own: migration-planner serve --port ..."),
        cause);
  }

  /** The JSON of the control plane's errors. */
  private record Refusal(@Nullable String error, @Nullable String message) {}
}
