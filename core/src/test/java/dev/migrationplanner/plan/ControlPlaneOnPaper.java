package dev.migrationplanner.plan;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers OFREP as one is told to, and keeps what applications report. */
final class ControlPlaneOnPaper implements AutoCloseable {

  private final HttpServer server;
  private final List<String> reports = new CopyOnWriteArrayList<>();
  private volatile String stage = "OFF";
  private volatile boolean readsNew;

  ControlPlaneOnPaper() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/ofrep/v1/evaluate/flags/", this::evaluate);
    server.createContext("/v1/migrations/", this::report);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  void says(String newStage, boolean newReads) {
    stage = newStage;
    readsNew = newReads;
    reports.clear();
  }

  /** Everything reported since it last said something else. */
  String reported() {
    return String.join("\n", reports);
  }

  private void evaluate(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String key = path.substring(path.lastIndexOf('/') + 1);
    String value = key.endsWith(".stage") ? "\"" + stage + "\"" : "" + readsNew;
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    answer(
        exchange,
        "{\"key\": \"%s\", \"value\": %s, \"reason\": \"STATIC\", \"variant\": \"v\"}"
            .formatted(key, value));
  }

  private void report(HttpExchange exchange) throws IOException {
    reports.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    answer(exchange, "");
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
