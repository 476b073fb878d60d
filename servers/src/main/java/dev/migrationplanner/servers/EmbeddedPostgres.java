package dev.migrationplanner.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL (18 of the Maven artifact, or another) with logical decoding. It starts as root too:
 * see {@link Privileges}.
 */
public final class EmbeddedPostgres implements EmbeddedServer {

  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "wal_level=logical",
          "max_replication_slots=20",
          "max_wal_senders=20",
          "max_connections=200",
          "shared_buffers=256MB",
          "max_wal_size=2GB",
          "timezone=UTC",
          "log_timezone=UTC",
          "fsync=on");

  private final ServerLife life;

  private EmbeddedPostgres(ServerLife life) {
    this.life = life;
  }

  /** Starts a server with the settings every server here has. */
  public static EmbeddedPostgres start() {
    return start(ServerOptions.defaults());
  }

  /** Starts a server; returns when it answers. */
  public static EmbeddedPostgres start(ServerOptions options) {
    return start(options, Privileges.forPostgresql());
  }

  static EmbeddedPostgres start(ServerOptions options, Privileges privileges) {
    return start(Binaries.postgresql(), options, privileges);
  }

  static EmbeddedPostgres start(Path base, ServerOptions options, Privileges privileges) {
    ServerLife life = ServerLife.prepare("postgresql", "INT", options.startTimeout());
    EmbeddedPostgres server = new EmbeddedPostgres(life);
    try {
      privileges.handOver(life.directory());
      createCluster(base, life.directory(), privileges);
      life.begin(command(base, life, options, privileges), () -> server.adminConnection().close());
      return server;
    } catch (RuntimeException e) {
      life.close();
      throw e;
    }
  }

  @Override
  public int port() {
    return life.port();
  }

  @Override
  public String user() {
    return "postgres";
  }

  @Override
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database + "?user=postgres";
  }

  @Override
  public DataSource dataSource(String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl(database));
    return source;
  }

  @Override
  public Connection adminConnection() throws SQLException {
    return DriverManager.getConnection(jdbcUrl("postgres"));
  }

  @Override
  public void createDatabase(String name) throws SQLException {
    execute("CREATE DATABASE " + DatabaseName.checked(name));
  }

  @Override
  public void dropDatabase(String name) throws SQLException {
    execute("DROP DATABASE IF EXISTS " + DatabaseName.checked(name) + " WITH (FORCE)");
  }

  @Override
  public void kill() {
    life.kill();
  }

  @Override
  public void stop() {
    life.stop();
  }

  @Override
  public void restart() {
    life.restart();
  }

  @Override
  public boolean isAlive() {
    return life.isAlive();
  }

  @Override
  public void close() {
    life.close();
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = adminConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> command(
      Path base, ServerLife life, ServerOptions options, Privileges privileges) {
    List<String> command = new ArrayList<>(privileges.prefix());
    command.add(base.resolve("bin/postgres").toString());
    command.addAll(
        List.of("-D", life.directory().resolve("data").toString(), "-p", "" + life.port()));
    SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
    options.settings().forEach(setting -> command.addAll(List.of("-c", setting)));
    return command;
  }

  private static void createCluster(Path base, Path directory, Privileges privileges) {
    List<String> command = new ArrayList<>(privileges.prefix());
    command.add(base.resolve("bin/initdb").toString());
    command.addAll(
        List.of("-D", directory.resolve("data").toString(), "-U", "postgres", "-A", "trust"));
    command.addAll(List.of("-E", "UTF8", "--no-locale", "--no-sync"));
    Path log = directory.resolve("initdb.log");
    try {
      Process initdb =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (initdb.waitFor() != 0) {
        throw new ServerStartException("initdb failed. It said:\n" + Files.readString(log));
      }
    } catch (IOException e) {
      throw new ServerStartException("Cannot run initdb: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerStartException("Interrupted while initdb ran.", e);
    }
  }
}
