package dev.migrationplanner.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.client.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A control plane that says one stage, lets hops pass at each poll and adds up the shadow reads
 * reported to it.
 */
final class FixedControlPlane implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final AtomicLong hops = new AtomicLong();
  private final State state;
  final AtomicLong shadowReads = new AtomicLong();
  final AtomicLong shadowMismatches = new AtomicLong();
  final AtomicLong secondaryErrors = new AtomicLong();

  FixedControlPlane(Stage stage) throws IOException {
    state = new State(1, stage.authority(), stage, 0, 10_000, 1, 0, 0);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/migrations/shop/state", this::answerState);
    server.createContext("/v1/migrations/shop/report", this::takeReport);
    server.start();
  }

  State state() {
    return state;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answerState(HttpExchange exchange) throws IOException {
    long hop = hops.incrementAndGet();
    State now = new State(1, state.authority(), state.stage(), 0, 10_000, 1, hop, hop);
    byte[] body = now.print("shop").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void takeReport(HttpExchange exchange) throws IOException {
    String report = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    report.lines().forEach(this::count);
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private void count(String line) {
    add(line, "shadowReads=", shadowReads);
    add(line, "shadowMismatches=", shadowMismatches);
    add(line, "secondaryWriteErrors=", secondaryErrors);
    add(line, "secondaryDropped=", secondaryErrors);
  }

  private static void add(String line, String name, AtomicLong sum) {
    if (line.startsWith(name)) {
      sum.addAndGet(Long.parseLong(line.substring(name.length())));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
