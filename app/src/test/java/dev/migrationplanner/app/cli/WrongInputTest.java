package dev.migrationplanner.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user who got something wrong is told, with which exit code; and nothing is touched. */
class WrongInputTest {
  private static final String FILE =
      """
      migration: bad-input
      source: {engine: mariadb, host: 127.0.0.1, port: %d, database: %s, user: root, password: "file:%s"}
      target: {engine: postgresql, host: 127.0.0.1, port: %d, database: %s, user: postgres, password: "file:%s"}
      tables: {include: ["*"]}
      survey: {activityWindow: 1s}
      control: {address: 127.0.0.1, port: 0, stateDirectory: state}
      """;

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String sourceName = "";
  private String targetName = "";
  private String good = "";

  @BeforeEach
  void describe() throws Exception {
    sourceName = SharedServers.freshDatabase(SharedServers.mariaDb(), "bad");
    targetName = SharedServers.freshDatabase(SharedServers.postgres(), "bad");
    onSource(
        "CREATE TABLE customers (id int PRIMARY KEY, name varchar(50))",
        "INSERT INTO customers VALUES (1, 'Ada'), (2, 'Grace')");
    Path none = Files.writeString(folder.resolve("none"), "");
    good =
        FILE.formatted(
            SharedServers.mariaDb().port(),
            sourceName,
            none,
            SharedServers.postgres().port(),
            targetName,
            none);
    write(good);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    SharedServers.mariaDb().dropDatabase(sourceName);
    SharedServers.postgres().dropDatabase(targetName);
  }

  @Test
  void aWrongHostPortUserPasswordOrDatabaseIsNamedWithWhatToDo() throws Exception {
    onSource("CREATE OR REPLACE USER bad_user@'%' IDENTIFIED BY 'right'");
    bothRefuse(1, good.replaceFirst("127.0.0.1", "no-such-host.invalid"), "host name is unknown");
    bothRefuse(
        1,
        good.replace("port: " + port(SharedServers.mariaDb()), "port: 1"),
        "nothing listens on port 1");
    bothRefuse(
        1,
        good.replace("port: " + port(SharedServers.postgres()), "port: 1"),
        "nothing listens on port 1");
    bothRefuse(1, good.replace("user: root", "user: nobody_here"), "refuses user \"nobody_here\"");
    bothRefuse(1, good.replace("user: root", "user: bad_user"), "or its password", "file:");
    bothRefuse(1, good.replace("user: postgres", "user: nobody_here"), "refuses user nobody_here");
    bothRefuse(1, good.replace(sourceName, "no_such"), "no database \"no_such\"", "create it");
    bothRefuse(1, good.replace(targetName, "no_such"), "no database \"no_such\"", "Create it");
    onSource("DROP USER bad_user@'%'");
  }

  @Test
  void whatTheFileSaysWrongIsNamedWithItsLineAndTheNearestName() throws Exception {
    bothRefuse(
        64,
        good.replaceFirst("engine: mariadb", "engine: oracle"),
        "migration.yaml:2",
        "unknown engine \"oracle\"",
        "mariadb, mysql, postgresql");
    bothRefuse(64, good.replace("tables:", "tabels:"), "migration.yaml:4", "tabels", "tables");
    bothRefuse(
        64,
        good.replace("activityWindow", "activityWindows"),
        "migration.yaml:5",
        "activityWindow");
    bothRefuse(
        64, good.replaceFirst("\"file:[^\"]*\"", "\"hunter2\""), "a password is written out here");
    assertThat(err()).doesNotContain("hunter2");
    bothRefuse(
        64,
        good.replaceFirst("\"file:[^\"]*\"", "\"env:NO_SUCH_VARIABLE\""),
        "environment variable NO_SUCH_VARIABLE is not set");
    bothRefuse(1, good.replaceFirst("engine: mariadb", "engine: mysql"), "Set engine: mariadb");
    bothRefuse(
        64,
        good.replace("address: 127.0.0.1", "address: 0.0.0.0"),
        "migration.yaml:6",
        "without a token",
        "SSH tunnel");
  }

  @Test
  void aSourceWithoutARowBinlogIsToldTheExactSettings() throws Exception {
    onSource("SET GLOBAL binlog_format = 'MIXED'");
    try {
      assertThat(run("plan")).isEqualTo(3);
      assertThat(out())
          .contains("binlog", "SET GLOBAL binlog_format=ROW; in my.cnf: binlog_format=ROW");
    } finally {
      onSource("SET GLOBAL binlog_format = 'ROW'");
    }
  }

  @Test
  void missingGrantsAreToldAsTheExactStatements() throws Exception {
    onSource(
        "CREATE OR REPLACE USER bad_user@'%'",
        "GRANT SELECT ON " + sourceName + ".* TO bad_user@'%'");
    write(good.replace("user: root", "user: bad_user"));
    assertThat(run("plan")).isEqualTo(3);
    assertThat(out())
        .contains("GRANT REPLICATION SLAVE ON *.* TO 'bad_user'@'%'")
        .contains("GRANT BINLOG MONITOR ON *.* TO 'bad_user'@'%'")
        .contains(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON `" + sourceName + "`.* TO 'bad_user'@'%'");
    onSource("DROP USER bad_user@'%'");
  }

  @Test
  void aTargetThatIsNotEmptyBlocks() throws Exception {
    onTarget("CREATE TABLE customers (id int PRIMARY KEY)", "INSERT INTO customers VALUES (9)");
    assertThat(run("plan")).isEqualTo(3);
    assertThat(out()).contains("customers");
    refused(3, "copy", good, "table customers of the target has rows");
    assertThat(rows(SharedServers.postgres(), targetName, "customers")).isEqualTo(1);
  }

  @Test
  void whereNoTableMatchesNothingIsDone() throws Exception {
    String none = good.replace("[\"*\"]", "[\"order*\"]");
    refused(64, "copy", none, "No table", "order*");
    refused(64, "compare", none, "No table", "order*");
    write(none);
    assertThat(run("plan")).isEqualTo(3);
    assertThat(out()).contains("tables.include");
  }

  @Test
  void aTableWithoutAKeyStaysOutOfSyncAloneButIsCopiedAndComparedWhole() throws Exception {
    onSource("CREATE TABLE log (line varchar(20))", "INSERT INTO log VALUES ('a'), ('a'), (NULL)");
    assertThat(run("plan")).isEqualTo(2);
    assertThat(out()).contains("decide H36:log").doesNotContain("customers");
    assertThat(run("copy")).as(err()).isEqualTo(0);
    assertThat(out()).contains("5 rows", "without a usable key", "log");
    assertThat(run("compare")).as(err()).isEqualTo(0);
    assertThat(out()).contains("equal: 2 tables");
    onTarget("DELETE FROM log WHERE line IS NULL");
    assertThat(run("compare", "--repair")).as(err()).isEqualTo(2);
    assertThat(out()).contains("no key names the rows: empty the table");
    refused(3, "copy", good, "of the target has rows");
    onTarget("DELETE FROM customers");
    refused(3, "copy", good, "table log of the target has rows");
  }

  @Test
  void aPortInUseBeginsNothing() throws Exception {
    assertThat(run("plan")).as(out() + err()).isEqualTo(0);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(run("start", "--port=" + taken.getLocalPort())).isEqualTo(1);
      assertThat(err())
          .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort(), "Choose another port");
    }
    assertThat(folder.resolve("state/bad-input.sqlite")).doesNotExist();
  }

  @Test
  void aCommandToWhereAnotherProgramAnswersOrNobodySaysSo() throws Exception {
    HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 1);
    other.createContext(
        "/",
        exchange -> {
          byte[] page = "<html>hello</html>".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    other.start();
    String there = good.replace("port: 0", "port: " + other.getAddress().getPort());
    refused(1, "status", there, "Another program answers");
    other.stop(0);
    refused(1, "status", there, "does not answer", "migration-planner serve");
    refused(1, "report", there, "does not answer");
  }

  @Test
  void twoToolsOnOneMigrationAreOneTooMany() throws Exception {
    try (var first = dev.migrationplanner.run.ToolLock.take(folder.resolve("state"), "bad-input")) {
      assertThat(first).isNotNull();
      refused(3, "copy", good, "Another tool works on this migration", "bad-input.lock");
      assertThat(run("plan")).as(out() + err()).isEqualTo(0);
      refused(3, "start", good, "Another tool works on this migration");
    }
    assertThat(run("copy")).as(err()).isEqualTo(0);
  }

  private void bothRefuse(int exit, String file, String... words) throws Exception {
    refused(exit, "plan", file, words);
    refused(exit, "copy", file, words);
  }

  private void refused(int exit, String command, String file, String... words) throws Exception {
    write(file);
    assertThat(run(command)).as("%s%n%s%s", command, out(), err()).isEqualTo(exit);
    assertThat(err()).contains(words).doesNotContain("\tat ");
    write(good);
  }

  private static int port(EmbeddedServer server) {
    return server.port();
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("migration.yaml"), text);
  }

  private int run(String... words) {
    out.reset();
    err.reset();
    String[] all = new String[words.length + 1];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--file=" + folder.resolve("migration.yaml");
    return Main.run(new Console(stream(out), stream(err), false, false), all);
  }

  private void onSource(String... statements) throws SQLException {
    on(SharedServers.mariaDb(), sourceName, statements);
  }

  private void onTarget(String... statements) throws SQLException {
    on(SharedServers.postgres(), targetName, statements);
  }

  private static void on(EmbeddedServer server, String database, String... statements)
      throws SQLException {
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static long rows(EmbeddedServer server, String database, String table)
      throws SQLException {
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
