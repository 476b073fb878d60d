package dev.migrationplanner.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EmbeddedServersTest {

  @Test
  void mariaDbWritesARowBinlogThatCanBeRead() throws Exception {
    String database = SharedServers.freshDatabase(SharedServers.mariaDb(), "binlog");
    try (Connection connection = SharedServers.mariaDb().dataSource(database).getConnection()) {
      execute(connection, "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20))");
      execute(connection, "INSERT INTO t VALUES (1, 'one')");
      assertThat(
              value(
                  connection, "SELECT @@binlog_format, @@binlog_row_image, @@binlog_row_metadata"))
          .isEqualTo("ROW FULL FULL ");
      assertThat(value(connection, "SHOW BINLOG EVENTS")).startsWith("binlog.000001");
    }
  }

  @Test
  void postgresLetsALogicalSlotBeCreated() throws Exception {
    String database = SharedServers.freshDatabase(SharedServers.postgres(), "slot");
    try (Connection connection = SharedServers.postgres().dataSource(database).getConnection()) {
      assertThat(
              value(
                  connection,
                  "SELECT slot_name FROM pg_create_logical_replication_slot('s', 'pgoutput')"))
          .isEqualTo("s ");
      execute(connection, "SELECT pg_drop_replication_slot('s')");
    }
  }

  @Test
  void mariaDbKeepsWhatWasCommittedOverAKillAndARestart() throws Exception {
    try (EmbeddedServer server = EmbeddedMariaDb.start()) {
      keepsDataOverKill(server);
    }
  }

  @Test
  void postgresKeepsWhatWasCommittedOverAKillAndARestart() throws Exception {
    try (EmbeddedServer server = EmbeddedPostgres.start()) {
      keepsDataOverKill(server);
    }
  }

  @Test
  void postgresAlsoStartsAsNobodyWhereNamespacesAreForbidden() throws Exception {
    assumeTrue(Privileges.uid() == 0, "only root can become nobody");
    try (EmbeddedServer server =
        EmbeddedPostgres.start(ServerOptions.defaults(), Privileges.NOBODY)) {
      keepsDataOverKill(server);
    }
  }

  @Test
  void settingsOfACallerWin() throws Exception {
    try (EmbeddedServer server =
            EmbeddedMariaDb.start(ServerOptions.defaults().with("server-id", "77"));
        Connection connection = server.adminConnection()) {
      assertThat(value(connection, "SELECT @@server_id")).isEqualTo("77 ");
    }
  }

  @Test
  void aServerThatCannotStartSaysWhy() {
    ServerOptions wrong = ServerOptions.defaults().with("no-such-setting", "1");
    assertThatThrownBy(() -> EmbeddedMariaDb.start(wrong)).hasMessageContaining("no-such-setting");
  }

  @Test
  void aServerDiesWithItsJvmEvenWhenThatIsKilled() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Orphan.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String pid = jvm.inputReader().readLine();
    Path data = Path.of(jvm.inputReader().readLine());
    assertThat(data).isDirectory();
    assertThat(ProcessHandle.of(Long.parseLong(pid))).isPresent();
    jvm.destroyForcibly().waitFor();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty() && Files.notExists(data));
  }

  private static void keepsDataOverKill(EmbeddedServer server) throws Exception {
    int port = server.port();
    server.createDatabase("kept");
    try (Connection connection = server.dataSource("kept").getConnection()) {
      execute(connection, "CREATE TABLE t (id INT PRIMARY KEY)");
      execute(connection, "INSERT INTO t VALUES (42)");
    }
    server.kill();
    assertThat(server.isAlive()).isFalse();
    assertThatThrownBy(server::adminConnection).isInstanceOf(SQLException.class);
    server.restart();
    assertThat(server.port()).isEqualTo(port);
    try (Connection connection = server.dataSource("kept").getConnection()) {
      assertThat(value(connection, "SELECT id FROM t")).isEqualTo("42 ");
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      StringBuilder row = new StringBuilder();
      for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
        row.append(rows.getString(column)).append(' ');
      }
      return row.toString();
    }
  }

  /**
   * A JVM that starts a server, prints its process id and data directory and waits to be killed.
   */
  static final class Orphan {

    public static void main(String[] args) throws Exception {
      try (EmbeddedServer server = EmbeddedPostgres.start();
          Connection connection = server.adminConnection()) {
        String data = value(connection, "SHOW data_directory").strip();
        System.out.println(Files.readAllLines(Path.of(data, "postmaster.pid")).get(0));
        System.out.println(data);
        Thread.sleep(Duration.ofMinutes(5).toMillis());
      }
    }
  }
}
