package dev.migrationplanner.app.cli;

import dev.migrationplanner.servers.EmbeddedPostgres;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real disk of a few megabytes under a database of a server, that can be filled and freed. */
final class SmallDisk implements AutoCloseable {
  private static final int MEGABYTES = 48;
  private static final long SECONDS_MAX = 20;

  private final Path place;

  private SmallDisk(Path place) {
    this.place = place;
  }

  /** Mounts one here; empty where this user may not. */
  static Optional<SmallDisk> mount(Path place) throws Exception {
    Files.createDirectories(place);
    return run("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "tmpfs", place.toString())
        ? Optional.of(new SmallDisk(place))
        : Optional.empty();
  }

  /** Makes the database, all of whose tables are on this disk. */
  void carry(EmbeddedPostgres server, String database) throws SQLException, IOException {
    Path tables = Files.createDirectory(place.resolve("tables"));
    try (Connection connection = server.adminConnection();
        Statement statement = connection.createStatement()) {
      Files.setOwner(tables, owner(statement));
      statement.execute("CREATE TABLESPACE " + database + " LOCATION '" + tables + "'");
      statement.execute("CREATE DATABASE " + database + " TABLESPACE " + database);
    }
  }

  private static UserPrincipal owner(Statement statement) throws SQLException, IOException {
    try (var row = statement.executeQuery("SHOW data_directory")) {
      row.next();
      return Files.getOwner(Path.of(row.getString(1)));
    }
  }

  /** Leaves so much free space. */
  void fill(long bytesLeft) throws IOException {
    long bytes = Files.getFileStore(place).getUsableSpace() - bytesLeft;
    byte[] block = new byte[1 << 16];
    try (var file = new RandomAccessFile(ballast().toFile(), "rw")) {
      for (long written = 0; written < bytes; written += block.length) {
        file.write(block);
      }
    }
  }

  /** Somebody made room. */
  void free() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return place.resolve("ballast");
  }

  @Override
  public void close() throws Exception {
    if (!run("umount", place.toString())) {
      run("umount", "-l", place.toString());
    }
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
