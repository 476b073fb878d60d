package dev.migrationplanner.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Debezium's embedded engine feeding Debezium's JDBC sink, in a process of its own ({@code
 * benchmarks/debezium}), started from now on in the source's log.
 */
final class Debezium implements AutoCloseable {

  private static final Path HOME =
      Path.of(System.getProperty("debezium.peer", "benchmarks/debezium"));

  private final Process process;
  private final BufferedReader said;
  private final Writer commands;
  private final Path log;

  private Debezium(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts it and waits until it reads the log. */
  static Debezium start(Stand stand) throws IOException {
    Path directory = Files.createTempDirectory("debezium");
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(
                List.of(
                    "java",
                    "-Xmx1g",
                    "-cp",
                    HOME + "/target/debezium-peer.jar:" + HOME + "/target/lib/*",
                    "dev.migrationplanner.benchmarks.debezium.DebeziumPeer",
                    Integer.toString(stand.sourcePort()),
                    Integer.toString(stand.targetPort()),
                    directory.toString()))
            .redirectError(log.toFile())
            .start();
    var peer = new Debezium(process, log);
    peer.await("ready");
    return peer;
  }

  static String version() {
    return "Debezium 3.2.0.Final, embedded engine and JDBC sink in one process, heap 1 GiB;"
        + " upsert, batches of 8192, reduction buffer, reWriteBatchedInserts";
  }

  /** The sink stands still; the log is read as far as its queue goes. */
  void hold() throws IOException {
    say("hold");
  }

  /** The sink goes on. */
  void go() throws IOException {
    say("go");
  }

  private void say(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    await(command);
  }

  private void await(String answer) throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.equals(answer)) {
        return;
      }
    }
    throw new IOException("the peer ended; it said:\n" + Files.readString(log));
  }

  @Override
  public void close() throws IOException {
    commands.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
