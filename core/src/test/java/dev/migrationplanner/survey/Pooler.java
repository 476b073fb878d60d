package dev.migrationplanner.survey;

import static org.awaitility.Awaitility.await;

import dev.migrationplanner.copy.Crossing;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.database.Endpoint;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A PgBouncer before the target of a crossing. */
final class Pooler implements AutoCloseable {

  private final int port;
  private final Process process;
  private final Endpoint behind;

  Pooler(String program, String mode, Path directory, Crossing crossing) throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    behind = crossing.target.endpoint();
    // It does not run as root, and must read these as nobody.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path users = Files.writeString(directory.resolve("users.txt"), "\"postgres\" \"\"\n");
    Path settings =
        Files.writeString(
            directory.resolve(mode + ".ini"),
            """
            [databases]
            * = host=127.0.0.1 port=%d
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = trust
            auth_file = %s
            pool_mode = %s
            ignore_startup_parameters = extra_float_digits,options
            """
                .formatted(behind.port(), port, users, mode));
    process =
        new ProcessBuilder(program, "-u", "nobody", settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(mode + ".log").toFile())
            .start();
    await().atMost(Duration.ofSeconds(20)).until(this::answers);
  }

  private boolean answers() {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (java.io.IOException e) {
      return false;
    }
  }

  Database open() throws Exception {
    return Databases.open(
        new Endpoint(
            behind.engine(),
            "127.0.0.1",
            port,
            behind.database(),
            behind.schema(),
            behind.user(),
            behind.password(),
            behind.tls(),
            behind.options()));
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    process.waitFor(10, TimeUnit.SECONDS);
  }
}
