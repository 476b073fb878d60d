package dev.migrationplanner.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one server in its directory: start, crash, stop, start again, end. Both kinds of
 * server share it.
 */
final class ServerLife {

  /** Connects once and leaves, or says why that is not possible yet. */
  interface Probe {
    void connect() throws SQLException;
  }

  private static final Logger log = LoggerFactory.getLogger(ServerLife.class);
  private static final Duration PROBE_PAUSE = Duration.ofMillis(50);

  private final Path directory;
  private final int port;
  private final String stopSignal;
  private final Duration startTimeout;
  private final Thread hook;
  private List<String> command = List.of();
  private Probe probe = () -> {};
  private ServerProcess process;

  @SuppressWarnings("NullAway.Init")
  private ServerLife(Path directory, int port, String stopSignal, Duration startTimeout) {
    this.directory = directory;
    this.port = port;
    this.stopSignal = stopSignal;
    this.startTimeout = startTimeout;
    this.hook = new Thread(this::endAtExit, "end-server-" + port);
  }

  /** Makes a fresh directory and reserves a port. */
  static ServerLife prepare(String kind, String stopSignal, Duration startTimeout) {
    try {
      return new ServerLife(
          Files.createTempDirectory("mp-" + kind + "-"), freePort(), stopSignal, startTimeout);
    } catch (IOException e) {
      throw new ServerStartException(
          "No temporary directory or port for a " + kind + " server: " + e.getMessage(), e);
    }
  }

  Path directory() {
    return directory;
  }

  int port() {
    return port;
  }

  synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** The first start: from now on the server ends with the JVM. */
  synchronized void begin(List<String> startCommand, Probe startProbe) {
    command = List.copyOf(startCommand);
    probe = startProbe;
    Runtime.getRuntime().addShutdownHook(hook);
    start();
  }

  synchronized void restart() {
    stop();
    start();
  }

  synchronized void kill() {
    if (process != null) {
      process.kill();
    }
  }

  synchronized void stop() {
    if (isAlive()) {
      process.stop(stopSignal);
    }
  }

  /**
   * Ends the server and deletes its directory; nothing of value is in it, so nothing is flushed.
   */
  synchronized void close() {
    kill();
    deleteDirectory();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("closing during the JVM's own end", e);
    }
  }

  private void start() {
    process = ServerProcess.start(command, directory);
    long deadline = System.nanoTime() + startTimeout.toNanos();
    while (!answers(deadline)) {
      LockSupport.parkNanos(PROBE_PAUSE.toNanos());
    }
    log.debug("server on port {} is up", port);
  }

  private boolean answers(long deadline) {
    try {
      probe.connect();
      return true;
    } catch (SQLException e) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        String words = process.lastWords();
        process.kill();
        throw new ServerStartException(
            "The server on port " + port + " did not start. It said last:\n" + words, e);
      }
      return false;
    }
  }

  private synchronized void endAtExit() {
    kill();
    deleteDirectory();
  }

  private void deleteDirectory() {
    try {
      Binaries.delete(directory);
    } catch (IOException e) {
      log.warn("Cannot delete {}: {}. Delete it by hand.", directory, e.getMessage());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
