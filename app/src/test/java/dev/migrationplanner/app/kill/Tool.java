package dev.migrationplanner.app.kill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.migrationplanner.app.cli.Main;
import dev.migrationplanner.crash.CrashPoint;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** The tool as an operator has it: a process of its own, asked over HTTP, killed with -9. */
final class Tool implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);
  private static final long DEATH_SECONDS_MAX = 10;
  private static final String DEATH = "died at crash point ";
  private static final int TAIL_LINES = 40;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final int port;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build();
  private final Thread last = new Thread(this::kill, "kill-tool");
  private volatile Process process;

  /** A tool for the migration.yaml in this folder; does not run yet. */
  Tool(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Runtime.getRuntime().addShutdownHook(last);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Runs {@code start} or {@code serve}; returns at once. */
  void run(String command) throws IOException {
    run(command, "");
  }

  /** The same, to die at the first of these crash points that it comes to. */
  void run(String command, String crashPoints) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-D" + CrashPoint.PROPERTY + "=" + crashPoints,
                "-Duser.timezone=" + System.getProperty("user.timezone"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                command,
                "--file=" + folder.resolve("migration.yaml"),
                "--port=" + port)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output()))
            .start();
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() {
    try {
      if (process != null
          && !process.destroyForcibly().waitFor(DEATH_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Process " + process.pid() + " does not die.");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The exit code of a process that is gone. */
  OptionalInt exit() {
    Process running = Objects.requireNonNull(process);
    return running.isAlive() ? OptionalInt.empty() : OptionalInt.of(running.exitValue());
  }

  /** The crash points that it died at so far, in their order. */
  List<CrashPoint> deaths() throws IOException {
    return Files.readAllLines(output().toPath()).stream()
        .filter(line -> line.startsWith(DEATH))
        .map(line -> CrashPoint.valueOf(line.substring(DEATH.length())))
        .toList();
  }

  /** What it says of itself; empty where it does not answer. */
  Optional<JsonNode> status() throws InterruptedException {
    if (!Objects.requireNonNull(process).isAlive()) {
      throw new IllegalStateException("The tool ended by itself.\n" + tail());
    }
    try {
      HttpResponse<String> answer = send(request("status").GET());
      return answer.statusCode() == 200
          ? Optional.of(JSON.readTree(answer.body()))
          : Optional.empty();
    } catch (IOException silent) {
      return Optional.empty();
    }
  }

  /** Whether it took the command; whether it did it shows in the status. */
  boolean command(String kind, String subject, String choice) throws InterruptedException {
    return command(kind, subject, choice, "test");
  }

  /** The same from somebody. */
  boolean command(String kind, String subject, String choice, String who)
      throws InterruptedException {
    Map<String, String> body =
        Map.of("command", kind, "subject", subject, "choice", choice, "who", who, "why", "killed");
    try {
      String json = JSON.writeValueAsString(body);
      return send(request("commands")
                  .header("X-Migration-Planner", "1")
                  .POST(HttpRequest.BodyPublishers.ofString(json)))
              .statusCode()
          == 200;
    } catch (IOException silent) {
      return false;
    }
  }

  /** The end of what it said and logged. */
  String tail() {
    return tail(output().toPath()) + "\n" + tail(folder.resolve("state/migration-planner.log"));
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(last);
  }

  private File output() {
    return folder.resolve("tool.out").toFile();
  }

  private HttpRequest.Builder request(String what) {
    return HttpRequest.newBuilder(uri().resolve("/v1/migrations/" + Ground.MIGRATION + "/" + what))
        .timeout(ANSWER_MAX);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String tail(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException unreadable) {
      return file + " cannot be read";
    }
  }
}
