package dev.migrationplanner.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.migrationplanner.client.Cohort;
import dev.migrationplanner.client.State;
import dev.migrationplanner.run.Command;
import dev.migrationplanner.run.Control;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlServerTest {
  private static final String STATE = "/v1/migrations/shop-to-postgres/state";
  private static final String REPORT = "/v1/migrations/shop-to-postgres/report";
  private static final String COMMANDS = "/v1/migrations/shop-to-postgres/commands";
  private static final String FLAGS = "/ofrep/v1/evaluate/flags";

  private final ScriptedControl control = new ScriptedControl();
  private final HttpClient http = HttpClient.newHttpClient();
  private ControlServer server;

  @BeforeEach
  void start() {
    server =
        ControlServer.start(
            HttpOptions.loopback(0), new Migrations().add("shop-to-postgres", control));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theStateIsWhatTheLibraryReads() throws Exception {
    HttpResponse<String> answer = get(STATE);
    assertThat(State.parse(answer.body())).isEqualTo(control.state());
    assertThat(answer.headers().firstValue("ETag")).contains("\"42\"");
  }

  @Test
  void aKnownRevisionAnswers304WithTheHopsInHeaders() throws Exception {
    HttpResponse<String> answer = send(request(STATE).header("If-None-Match", "\"42\"").GET());
    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.headers().firstValue("Hops-Started")).contains("9123");
    assertThat(answer.headers().firstValue("Hops-Finished")).contains("9122");
  }

  @Test
  void aStreamTellsTheStateAtOnceAndEachChangeWithinASecond() throws Exception {
    HttpResponse<Stream<String>> stream =
        http.send(
            request("/v1/migrations/shop-to-postgres/stream").GET().build(),
            HttpResponse.BodyHandlers.ofLines());
    var lines = stream.body().iterator();
    assertThat(next(lines, "revision")).isEqualTo("data: revision=42");
    long changed = System.nanoTime();
    control.becomes(Statuses.live(5_000, 43));
    assertThat(next(lines, "readShare")).isEqualTo("data: readShare=5000");
    assertThat(Duration.ofNanos(System.nanoTime() - changed)).isLessThan(Duration.ofSeconds(1));
    stream.body().close();
  }

  @Test
  void aStreamThatWentAwayLeavesNoListenerBehind() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket
          .getOutputStream()
          .write(
              ("GET /v1/migrations/shop-to-postgres/stream HTTP/1.1\r\nHost: localhost\r\n"
                      + "Accept: text/event-stream\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      assertThat(in.read()).isEqualTo('H');
      await().until(() -> control.listeners() == 1);
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              control.becomes(Statuses.live(1, control.state().revision() + 1));
              return control.listeners() == 0;
            });
  }

  @Test
  void aReportReachesTheRunWithItsCountsAndKeys() throws Exception {
    String report =
        "instance="
            + UUID.randomUUID()
            + "\nsequence=7\nauthorityWrites=12\nreads.new=3\nshadow.orders=20,1\n"
            + "key=order_lines&mismatch&order_id=7&line=2\nkeysDropped=4\nunheardOf=1\n";
    assertThat(post(REPORT, report).statusCode()).isEqualTo(204);
    var taken = control.reports.get(0);
    assertThat(taken.sequence()).isEqualTo(7);
    assertThat(taken.counts()).containsEntry("authorityWrites", 12L).containsEntry("reads.new", 3L);
    assertThat(taken.shadowByTable().get("orders").mismatches()).isEqualTo(1);
    assertThat(taken.keys().get(0).kind()).isEqualTo("mismatch");
    assertThat(taken.keys().get(0).columns()).isEqualTo(Map.of("order_id", "7", "line", "2"));
    assertThat(taken.keysDropped()).isEqualTo(4);
  }

  @Test
  void aReportThatCannotBeReadSaysWhatIsExpectedAndNotWhatCame() throws Exception {
    HttpResponse<String> answer = post(REPORT, "instance=secret-thing\n");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("bad-report").doesNotContain("secret-thing");
  }

  @Test
  void aBodyAboveOneMegabyteIsRefused() throws Exception {
    assertThat(post(REPORT, "x=" + "y".repeat(1_100_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void aCommandIsTakenWithItsReason() throws Exception {
    String json = "{\"command\":\"rollback\",\"to\":2,\"who\":\"mara\",\"why\":\"latency\"}";
    assertThat(command(json).statusCode()).isEqualTo(200);
    assertThat(control.commands)
        .containsExactly(new Command(Command.Kind.ROLLBACK, 2, "", "", "mara", "latency"));
  }

  @Test
  void aRefusedCommandAnswers409AndSaysWhy() throws Exception {
    control.answers(new Control.Answer(false, "The gate is inconclusive."));
    HttpResponse<String> answer = command("{\"command\":\"advance\",\"who\":\"mara\"}");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("The gate is inconclusive.");
  }

  @Test
  void aCommandWithoutTheHeaderIsRefusedBecauseAForeignPageCouldSendIt() throws Exception {
    HttpResponse<String> answer = post(COMMANDS, "{\"command\":\"advance\",\"who\":\"mara\"}");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(control.commands).isEmpty();
  }

  @Test
  void aCommandNobodyAsksForOrNobodyKnowsIsRefused() throws Exception {
    assertThat(command("{\"command\":\"advance\"}").body()).contains("who-missing");
    assertThat(command("{\"command\":\"explode\",\"who\":\"mara\"}").body())
        .contains("pause, resume, advance, rollback, decide, approve");
    assertThat(command("{\"comand\":\"advance\",\"who\":\"mara\"}").statusCode()).isEqualTo(400);
    assertThat(control.commands).isEmpty();
  }

  @Test
  void aForeignHostNameIsTurnedAwayOnEveryPath() throws Exception {
    for (String path : new String[] {"/", STATE, "/metrics", "/v1/migrations"}) {
      assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: evil.example:8090\r\n"))
          .startsWith("HTTP/1.1 403");
    }
    assertThat(raw("GET / HTTP/1.1\r\nHost: LOCALHOST:1\r\n")).startsWith("HTTP/1.1 200");
  }

  @Test
  void aPageOfAnotherSiteCannotMakeUpEvidence() throws Exception {
    String report =
        "POST /v1/migrations/shop-to-postgres/report HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Length: 0\r\n";
    assertThat(raw(report + "Origin: https://evil.example\r\n")).startsWith("HTTP/1.1 403");
    assertThat(raw(report + "Sec-Fetch-Site: cross-site\r\n")).startsWith("HTTP/1.1 403");
    assertThat(raw(report + "Origin: http://localhost:8090\r\n")).startsWith("HTTP/1.1 400");
  }

  @Test
  void anAddressThatOthersCanReachIsRefused() {
    assertThatThrownBy(() -> new HttpOptions("0.0.0.0", 8090))
        .hasMessageContaining("without a token")
        .hasMessageContaining("SSH tunnel");
  }

  @Test
  void anUnknownMigrationAnswers404AsJson() throws Exception {
    HttpResponse<String> answer = get("/v1/migrations/nobody/status");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer.body()).path("error").asText()).isEqualTo("no-such-migration");
    assertThat(get("/no/such/path").headers().firstValue("Content-Type"))
        .contains("application/json");
  }

  @Test
  void theStatusIsTheRecordAsJson() throws Exception {
    JsonNode status = json(get("/v1/migrations/shop-to-postgres/status").body());
    assertThat(status.path("phaseName").asText()).isEqualTo("Flip reads");
    assertThat(status.path("copies").get(3).path("table").asText()).isEqualTo(Statuses.HOSTILE);
    assertThat(json(get("/v1/migrations").body()).path("migrations").get(0).asText())
        .isEqualTo("shop-to-postgres");
  }

  @Test
  void theReadFlagPicksTheUsersThatTheLibraryPicks() throws Exception {
    Cohort cohort = new Cohort("shop-to-postgres");
    for (int i = 0; i < 200; i++) {
      String user = "user-" + i;
      JsonNode flag = json(flag("shop-to-postgres.reads-new", user).body());
      assertThat(flag.path("value").asBoolean()).isEqualTo(cohort.contains(user, 1_000));
      assertThat(flag.path("reason").asText()).isEqualTo("SPLIT");
    }
    long in = IntStream.range(0, 200).filter(i -> cohort.contains("user-" + i, 1_000)).count();
    assertThat(in).isBetween(5L, 40L);
  }

  @Test
  void theFlagsFollowTheStage() throws Exception {
    control.becomes(Statuses.shadow(50));
    assertThat(value("reads-new")).isEqualTo("false");
    assertThat(value("writes-new")).isEqualTo("false");
    control.becomes(Statuses.rampDown(51));
    assertThat(value("reads-new")).isEqualTo("true");
    assertThat(value("writes-new")).isEqualTo("true");
    assertThat(value("stage")).isEqualTo("RAMP_DOWN");
  }

  @Test
  void everyFlagHasAllThatTheReleasedClientsNeed() throws Exception {
    JsonNode all = json(post(FLAGS, "{\"context\":{\"targetingKey\":\"u1\"}}").body());
    assertThat(all.path("flags")).hasSize(3);
    for (JsonNode flag : all.path("flags")) {
      assertThat(flag.fieldNames())
          .toIterable()
          .contains("key", "value", "reason", "variant", "metadata");
    }
    assertThat(all.path("eventStreams").get(0).path("type").asText()).isEqualTo("sse");
  }

  @Test
  void theBulkTagIsOverTheAnswerSoItHoldsPerUser() throws Exception {
    String body = "{\"context\":{\"targetingKey\":\"u1\"}}";
    String tag = post(FLAGS, body).headers().firstValue("ETag").orElseThrow();
    assertThat(send(postRequest(FLAGS, body).header("If-None-Match", tag)).statusCode())
        .isEqualTo(304);
    control.becomes(Statuses.rampDown(60));
    assertThat(send(postRequest(FLAGS, body).header("If-None-Match", tag)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void flagErrorsSpeakOfrep() throws Exception {
    assertThat(post(FLAGS + "/nobody.stage", "{}").statusCode()).isEqualTo(404);
    assertThat(post(FLAGS + "/nobody.stage", "{}").body())
        .contains("FLAG_NOT_FOUND", "errorDetails");
    assertThat(post(FLAGS + "/shop-to-postgres.reads-new", "{}").body())
        .contains("TARGETING_KEY_MISSING");
    assertThat(post(FLAGS + "/shop-to-postgres.stage", "{nonsense").body()).contains("PARSE_ERROR");
    assertThat(post(FLAGS, "{nonsense").body()).contains("PARSE_ERROR", "errorDetails");
    assertThat(post(FLAGS, "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsNameEachFamilyOnceAndEscapeTableNames() throws Exception {
    String text = get("/metrics").body();
    assertThat(text.lines().filter(line -> line.startsWith("# TYPE")).toList())
        .doesNotHaveDuplicates();
    assertThat(text).contains("migration_planner_phase{migration=\"shop-to-postgres\"} 4");
    assertThat(text).contains("migration_planner_sync_lag_seconds", "0.084");
  }

  @Test
  void thePageMayLoadNothingFromElsewhere() throws Exception {
    HttpResponse<String> page = get("/");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(page.body()).doesNotContain("http://", "https://", "style=", "onclick");
  }

  @Test
  void aPortInUseIsAnErrorThatSaysWhichAndWhatToDo() {
    assertThatThrownBy(
            () -> ControlServer.start(HttpOptions.loopback(server.port()), new Migrations()))
        .hasMessageContaining(":" + server.port())
        .hasMessageContaining("another port");
  }

  private String value(String kind) throws Exception {
    return json(flag("shop-to-postgres." + kind, "u1").body()).path("value").asText();
  }

  private HttpResponse<String> flag(String key, String user) throws Exception {
    return post(FLAGS + "/" + key, "{\"context\":{\"targetingKey\":\"" + user + "\"}}");
  }

  private HttpResponse<String> command(String json) throws Exception {
    return send(postRequest(COMMANDS, json).header("X-Migration-Planner", "1"));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path).GET());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(postRequest(path, body));
  }

  private HttpRequest.Builder postRequest(String path, String body) {
    return request(path).POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.uri() + path))
        .header("Accept", path.endsWith("/stream") ? "text/event-stream" : "*/*")
        .timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String raw(String request) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String next(Iterator<String> lines, String containing) {
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.contains(containing)) {
        return line;
      }
    }
    throw new AssertionError("The stream ended without " + containing + ".");
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }
}
