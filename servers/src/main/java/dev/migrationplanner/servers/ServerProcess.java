package dev.migrationplanner.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One running server process with its children. A shell that waits for the end of this JVM's pipe
 * ends the server when the JVM was killed itself; its shutdown hook covers the ordinary end.
 */
final class ServerProcess {

  private static final Duration DEATH_WAIT = Duration.ofSeconds(60);
  private static final long LOG_TAIL_CHARS = 2_000;

  private final Process process;
  private final Process watcher;
  private final Path logFile;

  private ServerProcess(Process process, Process watcher, Path logFile) {
    this.process = process;
    this.watcher = watcher;
    this.logFile = logFile;
  }

  /** Starts the command with its output appended to {@code directory/server.log}. */
  static ServerProcess start(List<String> command, Path directory) {
    Path logFile = directory.resolve("server.log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
              .start();
      process.getOutputStream().close();
      return new ServerProcess(process, watcher(process.pid(), directory), logFile);
    } catch (IOException e) {
      throw new ServerStartException("Cannot start " + command.get(0) + ": " + e.getMessage(), e);
    }
  }

  private static Process watcher(long pid, Path directory) throws IOException {
    String script =
        "read line; if [ \"$line\" = bye ]; then exit 0; fi; kill -9 $0;"
            + " for i in 1 2 3 4 5 6 7 8 9; do sleep 1; rm -rf \"$1\" && [ ! -e \"$1\" ] && exit 0; done";
    return new ProcessBuilder("/bin/sh", "-c", script, Long.toString(pid), directory.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGKILL to the server and all its children, and waits until they are gone. */
  void kill() {
    dismissWatcher();
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(0, process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(this::awaitEnd);
  }

  /** Sends a signal by its name and waits for the end; kills where that takes too long. */
  void stop(String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      if (process.waitFor(DEATH_WAIT.toSeconds(), TimeUnit.SECONDS)) {
        dismissWatcher();
        return;
      }
    } catch (IOException e) {
      throw new ServerStartException("Cannot signal the server's process: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  /** The end of the server's log, for an error text. */
  String lastWords() {
    try {
      String all = Files.readString(logFile);
      return all.substring((int) Math.max(0, all.length() - LOG_TAIL_CHARS));
    } catch (IOException e) {
      return "(its log " + logFile + " cannot be read: " + e.getMessage() + ")";
    }
  }

  private void dismissWatcher() {
    try (var pipe = watcher.getOutputStream()) {
      pipe.write("bye\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      watcher.destroyForcibly();
    }
  }

  private void awaitEnd(ProcessHandle handle) {
    try {
      handle.onExit().get(DEATH_WAIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new ServerStartException("Process " + handle.pid() + " did not end after SIGKILL.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
