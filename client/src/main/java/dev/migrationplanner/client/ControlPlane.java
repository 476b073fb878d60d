package dev.migrationplanner.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The control plane's three addresses (docs/protocol.md). Blocking, without threads of its own,
 * bounded in time and size.
 */
final class ControlPlane {
  private static final int BODY_BYTES_MAX = 64 * 1024;

  /**
   * The answer to a poll: the state where it changed, and the hop counters where only they did.
   *
   * @param changed empty where the revision that was named still stands
   */
  record Answer(Optional<State> changed, OptionalLong hopsStarted, OptionalLong hopsFinished) {}

  private final String base;
  private final Supplier<String> token;
  private final int waitMillisMax;

  ControlPlane(Options options) {
    String address = options.controlPlane().toString();
    base =
        (address.endsWith("/") ? address : address + "/") + "v1/migrations/" + options.migration();
    token = options.token();
    waitMillisMax = Math.toIntExact(options.limits().control().requestWaitMax().toMillis());
  }

  /** Fetches the state; {@code knownRevision} lets the answer say that nothing changed. */
  Answer state(OptionalLong knownRevision) throws IOException {
    HttpURLConnection request = request("/state");
    knownRevision.ifPresent(
        revision -> request.setRequestProperty("If-None-Match", "\"" + revision + "\""));
    int status = request.getResponseCode();
    if (status == 304) {
      discard(request);
      return new Answer(
          Optional.empty(), header(request, "Hops-Started"), header(request, "Hops-Finished"));
    }
    String body = body(request, status);
    try {
      return new Answer(Optional.of(State.parse(body)), OptionalLong.empty(), OptionalLong.empty());
    } catch (IllegalArgumentException garbage) {
      throw new IOException(
          "GET " + base + "/state answered what is no state: " + garbage.getMessage(), garbage);
    }
  }

  /** Sends one report; gives the HTTP status. */
  int report(String lines) throws IOException {
    HttpURLConnection request = request("/report");
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    request.setRequestMethod("POST");
    request.setDoOutput(true);
    request.setRequestProperty("Content-Type", "text/plain; charset=utf-8");
    request.setFixedLengthStreamingMode(bytes.length);
    try (OutputStream out = request.getOutputStream()) {
      out.write(bytes);
    }
    int status = request.getResponseCode();
    discard(request);
    return status;
  }

  URI streamAddress() {
    return URI.create(base + "/stream");
  }

  private HttpURLConnection request(String path) throws IOException {
    HttpURLConnection request =
        (HttpURLConnection) URI.create(base + path).toURL().openConnection();
    request.setConnectTimeout(waitMillisMax);
    request.setReadTimeout(waitMillisMax);
    request.setInstanceFollowRedirects(false);
    request.setUseCaches(false);
    String bearer = token.get();
    if (!bearer.isEmpty()) {
      request.setRequestProperty("Authorization", "Bearer " + bearer);
    }
    return request;
  }

  private String body(HttpURLConnection request, int status) throws IOException {
    requireOk(request, status);
    long deadline = System.nanoTime() + Duration.ofMillis(waitMillisMax).toNanos();
    try (InputStream in = request.getInputStream()) {
      byte[] bytes = new byte[BODY_BYTES_MAX];
      int length = 0;
      for (int read = in.read(bytes);
          read >= 0;
          read = in.read(bytes, length, bytes.length - length)) {
        length += read;
        if (length == bytes.length || System.nanoTime() > deadline) {
          request.disconnect();
          throw new IOException("GET " + base + "/state sent too much or took too long.");
        }
      }
      return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
  }

  private static void requireOk(HttpURLConnection request, int status) throws IOException {
    if (status != 200) {
      discard(request);
      throw new IOException(
          "GET "
              + request.getURL()
              + " answered "
              + status
              + (status == 401 ? ": check the token." : "."));
    }
  }

  /** Reads a short body to its end, so that the connection serves again. */
  private static void discard(HttpURLConnection request) throws IOException {
    InputStream in =
        request.getResponseCode() >= 400 ? request.getErrorStream() : request.getInputStream();
    if (in != null) {
      try (in) {
        in.readNBytes(BODY_BYTES_MAX);
      }
    }
  }

  private static OptionalLong header(HttpURLConnection request, String name) {
    long value = request.getHeaderFieldLong(name, -1);
    return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
