package dev.migrationplanner.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The control plane's server-sent events: states as they change. A connection is used for a bounded
 * time, so that one that died without a word is found out; an interrupt ends it at once.
 */
final class StateStream implements AutoCloseable {
  private static final int EVENT_CHARS_MAX = 64 * 1024;
  private static final Duration AGE_MAX = Duration.ofMinutes(5);

  private final URI address;
  private final Supplier<String> token;
  private final Duration answerMax;
  private final Workers workers;
  private final HttpClient client;
  private volatile @Nullable InputStream open;
  private volatile long openedNanos;
  private volatile boolean closed;

  StateStream(URI address, Options options) {
    this.address = address;
    token = options.token();
    answerMax = options.limits().control().requestWaitMax();
    workers = new Workers("migration-" + options.migration() + "-http", 2, 64);
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(answerMax)
            .executor(workers::run)
            .build();
  }

  /** Hands on each state until the stream ends. */
  void follow(Consumer<State> states) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        client.send(request(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      if (answer.statusCode() != 200) {
        throw new IOException("GET " + address + " answered " + answer.statusCode() + ".");
      }
      openedNanos = System.nanoTime();
      open = body;
      if (closed) {
        return;
      }
      readEvents(new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)), states);
    } finally {
      open = null;
    }
  }

  /** Ends a connection that was used for long; the next one follows. */
  void endIfOld() throws IOException {
    if (System.nanoTime() - openedNanos > AGE_MAX.toNanos()) {
      end();
    }
  }

  /**
   * Ends the connection; a reader of this JDK's body is deaf to interrupts, so the body itself is
   * closed.
   */
  @Override
  public void close() throws IOException {
    closed = true;
    end();
    workers.close();
  }

  private void end() throws IOException {
    InputStream body = open;
    if (body != null) {
      body.close();
    }
  }

  private HttpRequest request() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).timeout(answerMax).header("Accept", "text/event-stream");
    String bearer = token.get();
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    return request.build();
  }

  private static void readEvents(BufferedReader lines, Consumer<State> states) throws IOException {
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data:") && data.length() < EVENT_CHARS_MAX) {
        data.append(line.substring("data:".length()).strip()).append('\n');
      } else if (line.isEmpty() && data.length() > 0) {
        hand(data.toString(), states);
        data.setLength(0);
      }
    }
  }

  private static void hand(String data, Consumer<State> states) throws IOException {
    try {
      states.accept(State.parse(data));
    } catch (IllegalArgumentException garbage) {
      throw new IOException("The stream sent what is no state: " + garbage.getMessage(), garbage);
    }
  }
}
