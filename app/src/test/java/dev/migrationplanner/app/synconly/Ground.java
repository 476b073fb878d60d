package dev.migrationplanner.app.synconly;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.migrationplanner.app.cli.Console;
import dev.migrationplanner.app.cli.Main;
import dev.migrationplanner.ledger.Judge;
import dev.migrationplanner.ledger.Judgement;
import dev.migrationplanner.plan.Plan;
import dev.migrationplanner.plan.PlanFile;
import dev.migrationplanner.servers.SharedServers;
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

/** Two servers, a shop whose application has an account of its own on each, a plan. */
final class Ground implements AutoCloseable {
  static final String APPLICATION = "till";
  private static final double SCALE = 0.05;
  private static final int CONNECTIONS_MAX = 12;

  private static final String FILE =
      """
      migration: sync-only
      pattern: sync-only
      source: {engine: mariadb, host: 127.0.0.1, port: %d, database: %s, user: root, password: "file:%s"}
      target: {engine: postgresql, host: 127.0.0.1, port: %d, database: %s, user: postgres, password: "file:%s"}
      copy: {workers: 2, rowsPerChunk: 500, rowsPerSecondMax: 5000}
      gates: {soak: 2s}
      control: {address: 127.0.0.1, stateDirectory: state}
      """;

  private final Path folder;
  private final String sourceName = SharedServers.freshDatabase(SharedServers.mariaDb(), "only");
  private final String targetName = SharedServers.freshDatabase(SharedServers.postgres(), "only");
  private final Dba sourceDba = new Dba(SharedServers.mariaDb(), sourceName);
  private final Dba targetDba = new Dba(SharedServers.postgres(), targetName);
  private final HikariDataSource source =
      Shop.pool(
          "till-source",
          SharedServers.mariaDb().jdbcUrl(sourceName).replace("user=root", "user=" + APPLICATION),
          CONNECTIONS_MAX);
  private final HikariDataSource target =
      Shop.pool(
          "till-target",
          SharedServers.postgres()
              .jdbcUrl(targetName)
              .replace("user=postgres", "user=" + APPLICATION),
          CONNECTIONS_MAX);
  private final Shop shop;

  Ground(Path folder) throws SQLException, IOException {
    this.folder = folder;
    shop = Shop.open(folder.resolve("ledger.jsonl"));
    shop.createSchema(SharedServers.mariaDb().dataSource(sourceName));
    shop.load(SharedServers.mariaDb().dataSource(sourceName), SCALE, rows -> {});
    sourceDba.run(
        List.of(
            "CREATE USER " + APPLICATION,
            "GRANT SELECT, INSERT, UPDATE, DELETE ON " + sourceName + ".* TO " + APPLICATION));
    targetDba.run(
        List.of(
            "CREATE ROLE " + APPLICATION + " NOLOGIN",
            "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "
                + APPLICATION,
            "ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO " + APPLICATION));
    Path password = Files.writeString(folder.resolve("none"), "");
    Files.writeString(
        file(),
        FILE.formatted(
            SharedServers.mariaDb().port(),
            sourceName,
            password,
            SharedServers.postgres().port(),
            targetName,
            password));
  }

  Path file() {
    return folder.resolve("migration.yaml");
  }

  Shop shop() {
    return shop;
  }

  HikariDataSource source() {
    return source;
  }

  HikariDataSource target() {
    return target;
  }

  Dba sourceDba() {
    return sourceDba;
  }

  Dba targetDba() {
    return targetDba;
  }

  /** The plan, as the command writes it; it needs no decision here. */
  Plan plan() throws IOException {
    run("plan");
    return PlanFile.read(folder.resolve("plan"));
  }

  /** What a command that succeeds says. */
  String run(String command) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int exit = Main.run(new Console(out, out, false, false), command, "--file=" + file());
    String text = said.toString(StandardCharsets.UTF_8);
    assertThat(exit).as("%s", text).isEqualTo(0);
    return text;
  }

  /** What plain SQL finds on both sides; only while the traffic rests. */
  Judgement judge() throws SQLException {
    try (Connection onSource = SharedServers.mariaDb().dataSource(sourceName).getConnection();
        Connection onTarget = SharedServers.postgres().dataSource(targetName).getConnection()) {
      return Judge.judge(shop.ledger(), onSource, onTarget);
    }
  }

  @Override
  public void close() {
    shop.close();
    source.close();
    target.close();
    try {
      sourceDba.run(List.of("DROP USER " + APPLICATION));
      targetDba.run(List.of("DROP OWNED BY " + APPLICATION, "DROP ROLE " + APPLICATION));
    } catch (SQLException e) {
      throw new IllegalStateException("the application's accounts stay", e);
    }
  }
}
