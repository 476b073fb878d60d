package dev.migrationplanner.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.migrationplanner.app.cli.Console;
import dev.migrationplanner.app.cli.Main;
import dev.migrationplanner.app.history.Contents;
import dev.migrationplanner.servers.EmbeddedMariaDb;
import dev.migrationplanner.servers.EmbeddedPostgres;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.shop.Shop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Two servers that may be killed, and a wire before each for the tool and for the application. */
final class NemesisGround implements AutoCloseable {
  private static final String DATABASE = "till";
  private static final int CONNECTIONS_MAX = 24;

  private static final String FILE =
      """
      migration: shop-to-postgres
      pattern: dual-write
      source: {engine: mariadb, host: 127.0.0.1, port: %d, database: till, user: root, password: "file:%s"}
      target: {engine: postgresql, host: 127.0.0.1, port: %d, database: till, user: postgres, password: "file:%s"}
      copy: {workers: 2, rowsPerChunk: 200, rowsPerSecondMax: 5000}
      ramp: [5000, 10000]
      gates:
        {holdPerStep: 1s, soak: 2s, errorBudget: "20 %%", leastSamples: 100, mismatchMax: "2 %%", driftKeysMin: 100,
        secondaryWriteErrorsMax: "50 %%", shadowDropsMax: "50 %%", readP95MaxMillis: 60000}
      control: {address: 127.0.0.1, stateDirectory: state}
      """;

  final EmbeddedServer source = EmbeddedMariaDb.start();
  final EmbeddedServer target = EmbeddedPostgres.start();
  final Wire toolToSource = new Wire(source.port());
  final Wire toolToTarget = new Wire(target.port());
  final Wire applicationToSource = new Wire(source.port());
  final Wire applicationToTarget = new Wire(target.port());
  final HikariDataSource onSource;
  final HikariDataSource onTarget;

  NemesisGround(Path folder) throws SQLException, IOException {
    source.createDatabase(DATABASE);
    target.createDatabase(DATABASE);
    try (Connection connection = source.dataSource(DATABASE).getConnection()) {
      Till.make(connection);
    }
    onSource = pool(source, applicationToSource, "");
    // Else the driver sends a prepared COMMIT by a number, and the wire cannot read it.
    onTarget = pool(target, applicationToTarget, "&prepareThreshold=0");
    Path password = Files.writeString(folder.resolve("none"), "");
    Files.writeString(
        folder.resolve("migration.yaml"),
        FILE.formatted(toolToSource.port(), password, toolToTarget.port(), password));
    plan(folder);
  }

  private static HikariDataSource pool(EmbeddedServer server, Wire wire, String more) {
    String url =
        server.jdbcUrl(DATABASE).replace(":" + server.port() + "/", ":" + wire.port() + "/");
    return Shop.pool("till-" + server.port(), url + more, CONNECTIONS_MAX);
  }

  private static void plan(Path folder) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int exit =
        Main.run(
            new Console(out, out, false, false),
            "plan",
            "--file=" + folder.resolve("migration.yaml"));
    assertThat(exit).as("%s", said.toString(StandardCharsets.UTF_8)).isEqualTo(0);
  }

  List<Wire> wires() {
    return List.of(toolToSource, toolToTarget, applicationToSource, applicationToTarget);
  }

  /** By plain SQL past the wires, while all rests. */
  Map<String, Contents> contents() throws SQLException {
    try (Connection first = source.dataSource(DATABASE).getConnection();
        Connection second = target.dataSource(DATABASE).getConnection()) {
      return Map.of("source", Till.contents(first), "target", Till.contents(second));
    }
  }

  @Override
  public void close() {
    onSource.close();
    onTarget.close();
    wires().forEach(Wire::close);
    source.close();
    target.close();
  }
}
