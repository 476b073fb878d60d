package dev.migrationplanner.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * MariaDB (11.4 of the Maven artifact, or another) with a full row binlog. It starts as root too.
 */
public final class EmbeddedMariaDb implements EmbeddedServer {

  private static final List<String> SETTINGS =
      List.of(
          "bind-address=127.0.0.1",
          "server-id=1",
          "log-bin=binlog",
          "binlog-format=ROW",
          "binlog-row-image=FULL",
          "binlog-row-metadata=FULL",
          "sync-binlog=1",
          "innodb-flush-log-at-trx-commit=1",
          "innodb-buffer-pool-size=256M",
          "innodb-log-file-size=96M",
          "performance-schema=OFF",
          "skip-name-resolve=ON",
          "skip-ssl",
          "character-set-server=utf8mb4",
          "collation-server=utf8mb4_general_ci",
          "default-time-zone=+00:00",
          "max-connections=300",
          "max-allowed-packet=256M",
          "local-infile=ON");

  private final ServerLife life;

  private EmbeddedMariaDb(ServerLife life) {
    this.life = life;
  }

  /** Starts a server with the settings every server here has. */
  public static EmbeddedMariaDb start() {
    return start(ServerOptions.defaults());
  }

  /** Starts a server; returns when it answers. */
  public static EmbeddedMariaDb start(ServerOptions options) {
    return start(MariaDbPrograms.ofMaven(Binaries.mariaDb()), options);
  }

  static EmbeddedMariaDb start(MariaDbPrograms programs, ServerOptions options) {
    ServerLife life = ServerLife.prepare("mariadb", "TERM", options.startTimeout());
    EmbeddedMariaDb server = new EmbeddedMariaDb(life);
    try {
      createSystemTables(programs, life.directory());
      life.begin(command(programs, life, options), () -> server.adminConnection().close());
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
    return "root";
  }

  @Override
  public String jdbcUrl(String database) {
    return "jdbc:mariadb://127.0.0.1:" + port() + "/" + database + "?user=root";
  }

  @Override
  public DataSource dataSource(String database) {
    try {
      return new MariaDbDataSource(jdbcUrl(database));
    } catch (SQLException e) {
      throw new IllegalArgumentException("Not a database's name: " + database, e);
    }
  }

  @Override
  public Connection adminConnection() throws SQLException {
    return DriverManager.getConnection(jdbcUrl("mysql"));
  }

  @Override
  public void createDatabase(String name) throws SQLException {
    execute("CREATE DATABASE " + DatabaseName.checked(name));
  }

  @Override
  public void dropDatabase(String name) throws SQLException {
    execute("DROP DATABASE IF EXISTS " + DatabaseName.checked(name));
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
      MariaDbPrograms programs, ServerLife life, ServerOptions options) {
    List<String> command = program(programs, life.directory());
    command.add("--port=" + life.port());
    command.add("--socket=" + life.directory().resolve("s.sock"));
    SETTINGS.forEach(setting -> command.add("--" + setting));
    options.settings().forEach(setting -> command.add("--" + setting));
    return command;
  }

  private static List<String> program(MariaDbPrograms programs, Path directory) {
    List<String> command = new ArrayList<>();
    command.add(programs.server().toString());
    command.add("--no-defaults");
    command.add("--basedir=" + programs.base());
    command.add("--lc-messages-dir=" + programs.share());
    command.add("--datadir=" + directory.resolve("data"));
    command.add("--tmpdir=" + directory);
    if (Privileges.uid() == 0) {
      command.add("--user=root");
    }
    return command;
  }

  /**
   * What the distribution's install script does, without its shell, its test database and its help
   * texts.
   */
  private static void createSystemTables(MariaDbPrograms programs, Path directory) {
    try {
      Files.createDirectories(directory.resolve("data"));
      List<String> command = program(programs, directory);
      command.addAll(List.of("--bootstrap", "--skip-log-bin", "--innodb-log-file-size=96M"));
      Process bootstrap =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("bootstrap.log").toFile())
              .start();
      feed(programs, bootstrap);
      awaitEnd(bootstrap, directory);
    } catch (IOException e) {
      throw new ServerStartException("Cannot create MariaDB's system tables: " + e.getMessage(), e);
    }
  }

  private static void feed(MariaDbPrograms programs, Process bootstrap) throws IOException {
    try (OutputStream in = bootstrap.getOutputStream()) {
      in.write(
          "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n"
              .getBytes(StandardCharsets.UTF_8));
      for (String file : programs.systemTables()) {
        Files.copy(programs.share().resolve(file), in);
      }
    }
  }

  private static void awaitEnd(Process bootstrap, Path directory) throws IOException {
    try {
      if (bootstrap.waitFor() != 0) {
        String said = Files.readString(directory.resolve("bootstrap.log"));
        throw new ServerStartException(
            "MariaDB refused to create its system tables. It said:\n" + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      bootstrap.destroyForcibly();
      throw new ServerStartException("Interrupted while MariaDB created its system tables.", e);
    }
  }
}
