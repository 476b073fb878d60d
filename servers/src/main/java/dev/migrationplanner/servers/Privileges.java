package dev.migrationplanner.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Under whose name PostgreSQL runs: it refuses root. As root it is put into a user namespace of its
 * own, where it is nobody and its files still are its own; where the kernel forbids that, it runs
 * as the user nobody, to whom its directory is given.
 */
enum Privileges {
  SAME_USER(""),
  USER_NAMESPACE("unshare -U"),
  NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups");

  private final String prefix;

  Privileges(String prefix) {
    this.prefix = prefix;
  }

  /** What goes before the command. */
  List<String> prefix() {
    return prefix.isEmpty() ? List.of() : List.of(prefix.split(" "));
  }

  /** Gives the directory to the one who will run the server. */
  void handOver(Path directory) {
    if (this == NOBODY && !succeeds(List.of("chown", "-R", "65534:65534", directory.toString()))) {
      throw new ServerStartException(
          "Cannot give " + directory + " to the user nobody; run as another user than root.");
    }
  }

  /** The way that works here. */
  static Privileges forPostgresql() {
    if (uid() != 0) {
      return SAME_USER;
    }
    return succeeds(List.of("unshare", "-U", "true")) ? USER_NAMESPACE : NOBODY;
  }

  /** The numeric id of the user this JVM runs as. */
  static int uid() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException | UnsupportedOperationException e) {
      throw new ServerStartException(
          "The embedded servers need Linux on x86-64: /proc/self cannot be read.", e);
    }
  }

  private static boolean succeeds(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
