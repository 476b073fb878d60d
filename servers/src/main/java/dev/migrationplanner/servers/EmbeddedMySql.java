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
import org.mariadb.jdbc.MariaDbDataSource;

/** MySQL 9.x with GTIDs and a full row binlog, unpacked by {@code servers/debian.sh}. */
public final class EmbeddedMySql implements EmbeddedServer {

  private static final List<String> SETTINGS =
      List.of(
          "bind-address=127.0.0.1",
          "mysqlx=OFF",
          "secure-file-priv=NULL",
          "server-id=1",
          "log-bin=binlog",
          "gtid-mode=ON",
          "enforce-gtid-consistency=ON",
          "binlog-row-metadata=FULL",
          "innodb-buffer-pool-size=256M",
          "innodb-redo-log-capacity=192M",
          "skip-name-resolve=ON",
          "character-set-server=utf8mb4",
          "default-time-zone=+00:00",
          "max-connections=300",
          "max-allowed-packet=256M",
          "local-infile=ON",
          "cte-max-recursion-depth=1000000");

  /** Names are not resolved, so that the administrator comes from an address. */
  private static final String ACCOUNTS =
      """
      CREATE USER IF NOT EXISTS root@'127.0.0.1';
      GRANT ALL PRIVILEGES ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;
      """;

  private final ServerLife life;

  private EmbeddedMySql(ServerLife life) {
    this.life = life;
  }

  /** Starts the server whose packages lie below {@code root}; returns when it answers. */
  static EmbeddedMySql start(Path root, ServerOptions options) {
    ServerLife life = ServerLife.prepare("mysql", "TERM", options.startTimeout());
    EmbeddedMySql server = new EmbeddedMySql(life);
    try {
      initialize(root, life.directory());
      Files.writeString(life.directory().resolve("accounts.sql"), ACCOUNTS);
      life.begin(command(root, life, options), () -> server.adminConnection().close());
      server.execute("INSTALL COMPONENT 'file://component_classic_hashing'");
      return server;
    } catch (IOException e) {
      life.close();
      throw new ServerStartException("Cannot write MySQL's accounts: " + e.getMessage(), e);
    } catch (SQLException e) {
      life.close();
      throw new ServerStartException("MySQL has no MD5: " + e.getMessage(), e);
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
    return "jdbc:mariadb://127.0.0.1:%d/%s?user=root&allowPublicKeyRetrieval=true&sslMode=disable"
        .formatted(port(), database);
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

  private static List<String> command(Path root, ServerLife life, ServerOptions options) {
    List<String> command = program(root, life.directory());
    command.add("--port=" + life.port());
    command.add("--socket=" + life.directory().resolve("s.sock"));
    command.add("--init-file=" + life.directory().resolve("accounts.sql"));
    command.add("--pid-file=" + life.directory().resolve("mysqld.pid"));
    SETTINGS.forEach(setting -> command.add("--" + setting));
    options.settings().forEach(setting -> command.add("--" + setting));
    return command;
  }

  private static List<String> program(Path root, Path directory) {
    List<String> command = new ArrayList<>();
    command.add(root.resolve("usr/sbin/mysqld").toString());
    command.add("--no-defaults");
    command.add("--basedir=" + root.resolve("usr"));
    command.add("--lc-messages-dir=" + root.resolve("usr/share/mysql"));
    command.add("--datadir=" + directory.resolve("data"));
    command.add("--tmpdir=" + directory);
    command.add("--plugin-dir=" + root.resolve("usr/lib/mysql/plugin"));
    if (Privileges.uid() == 0) {
      command.add("--user=root");
    }
    return command;
  }

  private static void initialize(Path root, Path directory) {
    List<String> command = program(root, directory);
    command.add("--initialize-insecure");
    Path log = directory.resolve("initialize.log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new ServerStartException(
            "MySQL refused to make its data directory. It said:\n" + Files.readString(log));
      }
    } catch (IOException e) {
      throw new ServerStartException("Cannot run mysqld: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerStartException("Interrupted while MySQL made its data directory.", e);
    }
  }
}
