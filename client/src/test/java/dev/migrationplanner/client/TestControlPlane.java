package dev.migrationplanner.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A small real HTTP server that speaks docs/protocol.md, with switches for bad days. */
final class TestControlPlane implements AutoCloseable {
  static final String MIGRATION = "shop";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<OutputStream> streams = new CopyOnWriteArrayList<>();
  final List<String> reports = new CopyOnWriteArrayList<>();
  final AtomicInteger fullAnswers = new AtomicInteger();
  final AtomicInteger notModified = new AtomicInteger();
  volatile State state;
  volatile int stateStatus = 200;
  volatile int reportStatus = 204;
  volatile String garbage = "";
  volatile String token = "";
  volatile boolean hopsRun = true;

  TestControlPlane(State first) throws IOException {
    state = first;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/migrations/" + MIGRATION + "/state", this::answerState);
    server.createContext("/v1/migrations/" + MIGRATION + "/report", this::takeReport);
    server.createContext("/v1/migrations/" + MIGRATION + "/stream", this::openStream);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next revision, told at the next poll only. */
  void become(Stage stage, int readShare, long epoch) {
    state =
        new State(
            epoch,
            stage.authority(),
            stage,
            readShare,
            state.shadowSample(),
            state.revision() + 1,
            state.hopsStarted(),
            state.hopsFinished());
  }

  void push() throws IOException {
    for (OutputStream stream : streams) {
      send(stream);
    }
  }

  int openStreams() {
    return streams.size();
  }

  List<Report> parsedReports() {
    return reports.stream().map(Report::parse).toList();
  }

  /** The sum of one count over all reports, each sequence number once. */
  long total(Count count) {
    return parsedReports().stream()
        .collect(
            Collectors.toMap(
                r -> r.instance() + "/" + r.sequence(), r -> r.count(count), (a, b) -> a))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  List<ReportedKey> keys() {
    return parsedReports().stream().flatMap(report -> report.keys().stream()).distinct().toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answerState(HttpExchange exchange) throws IOException {
    if (hopsRun) {
      state = state.withHops(state.hopsStarted() + 1, state.hopsStarted());
    }
    State now = state;
    if (!token.isEmpty()
        && !("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, "");
    } else if (stateStatus != 200) {
      answer(exchange, stateStatus, "down for repairs");
    } else if (!garbage.isEmpty()) {
      answer(exchange, 200, garbage);
    } else if (("\"" + now.revision() + "\"")
        .equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      notModified.incrementAndGet();
      exchange.getResponseHeaders().set("Hops-Started", "" + now.hopsStarted());
      exchange.getResponseHeaders().set("Hops-Finished", "" + now.hopsFinished());
      answer(exchange, 304, "");
    } else {
      fullAnswers.incrementAndGet();
      answer(exchange, 200, now.print(MIGRATION));
    }
  }

  private void takeReport(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int status = reportStatus;
    if (status == 204) {
      reports.add(body);
    }
    answer(exchange, status, "");
  }

  private void openStream(HttpExchange exchange) throws IOException {
    if (stateStatus != 200) {
      answer(exchange, stateStatus, "");
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    send(exchange.getResponseBody());
    streams.add(exchange.getResponseBody());
  }

  private void send(OutputStream stream) throws IOException {
    StringBuilder event = new StringBuilder("event: state\n");
    state
        .print(MIGRATION)
        .lines()
        .forEach(line -> event.append("data: ").append(line).append('\n'));
    stream.write(event.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    stream.flush();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
