package dev.migrationplanner.app.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.net.URI;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control plane's HTTP server. Listens on loopback; close ends its streams and its threads. */
public final class ControlServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final long BODY_BYTES_MAX = 1_000_000;
  private static final int THREADS_MAX = 40;
  private static final int THREADS_MIN = 4;
  private static final long IDLE_MILLIS_MAX = 60_000;

  private final HttpOptions options;
  private final Streams streams;
  private final Javalin server;

  private ControlServer(HttpOptions options, Streams streams, Javalin server) {
    this.options = options;
    this.streams = streams;
    this.server = server;
  }

  /**
   * Starts to serve.
   *
   * @throws IllegalStateException if the port is taken
   */
  public static ControlServer start(HttpOptions options, Migrations migrations) {
    Streams streams = new Streams(migrations);
    Javalin server = Javalin.create(config -> configure(config, options, migrations, streams));
    try {
      server.start();
    } catch (RuntimeException refused) {
      streams.close();
      throw new IllegalStateException(
          "The control plane cannot listen on "
              + options.address()
              + ":"
              + options.port()
              + "; another program probably does. Choose another port (control: port:).",
          refused);
    }
    return new ControlServer(options, streams, server);
  }

  public int port() {
    return server.port();
  }

  /** Where the page is, and what applications are given as their control plane. */
  public URI uri() {
    return URI.create("http://" + options.address() + ":" + port());
  }

  @Override
  public void close() {
    streams.close();
    server.stop();
  }

  private static void configure(
      JavalinConfig config, HttpOptions options, Migrations migrations, Streams streams) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.jetty.host = options.address();
    config.jetty.port = options.port();
    config.jetty.threadPool = threads();
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setIdleTimeout(IDLE_MILLIS_MAX);
        });
    config.http.maxRequestSize = BODY_BYTES_MAX;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    routes(config.routes, migrations, streams);
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, THREADS_MIN);
    threads.setName("http");
    threads.setDaemon(true);
    return threads;
  }

  private static void routes(RoutesConfig routes, Migrations migrations, Streams streams) {
    routes.before(Doorkeeper::enter);
    new StateRoutes(migrations, streams).addTo(routes);
    new StatusRoutes(migrations, streams).addTo(routes);
    new FlagRoutes(migrations, streams).addTo(routes);
    new MetricsRoute(migrations, streams).addTo(routes);
    PageRoutes.addTo(routes);
    routes.exception(Refusal.class, ControlServer::refuse);
    routes.exception(HttpResponseException.class, ControlServer::refuse);
    routes.exception(Exception.class, ControlServer::fail);
  }

  private static void refuse(Refusal refusal, Context request) {
    if (refusal.status() == 403) {
      LOG.warn("Refused {} {}: {}", request.method(), request.path(), refusal.getMessage());
    }
    error(request, refusal.status(), refusal.body());
  }

  private static void refuse(HttpResponseException refusal, Context request) {
    String message = refusal.getMessage() == null ? "" : refusal.getMessage();
    error(request, refusal.getStatus(), new Refusal.Body("http-" + refusal.getStatus(), message));
  }

  /** Says no more than that it failed: the details are for the log. */
  private static void fail(Exception failure, Context request) {
    LOG.error("{} {} failed", request.method(), request.path(), failure);
    error(
        request,
        500,
        new Refusal.Body("internal", "The control plane failed here; its log says how."));
  }

  private static void error(Context request, int status, Refusal.Body body) {
    request.status(status).contentType("application/json").result(Json.print(body));
  }
}
