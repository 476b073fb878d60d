package dev.migrationplanner.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.migrationplanner.app.cli.Console;
import dev.migrationplanner.app.cli.Main;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.ledger.Judge;
import dev.migrationplanner.ledger.Judgement;
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
import java.sql.Statement;
import java.util.Locale;

/**
 * All that outlives the tool: two servers, the shop with its ledger, the migration's file. Its
 * gates ask for little, since it is not speed that is judged, and on a busy machine much is slow.
 */
final class Ground implements AutoCloseable {
  static final String MIGRATION = "shop-to-postgres";
  private static final double SCALE = 0.1;
  private static final String RAMP = "[2000, 5000, 10000]";
  private static final int CONNECTIONS_MAX = 30;

  private static final String FILE =
      """
      migration: shop-to-postgres
      pattern: dual-write
      source: {engine: mariadb, host: 127.0.0.1, port: %d, database: %s, user: root, password: "file:%s"}
      target: {engine: postgresql, host: 127.0.0.1, port: %d, database: %s, user: postgres, password: "file:%s"}
      copy: {workers: 2, rowsPerChunk: 500, rowsPerSecondMax: 5000}
      ramp: %s
      gates:
        {holdPerStep: 2s, soak: 3s, errorBudget: "1 %%", leastSamples: 300, mismatchMax: "0.1 %%", driftKeysMin: 300,
        secondaryWriteErrorsMax: "20 %%", shadowDropsMax: "20 %%", readP95MaxMillis: 5000}
      control: {address: 127.0.0.1, stateDirectory: state}
      """;

  private final Path folder;
  private final String sourceName = SharedServers.freshDatabase(SharedServers.mariaDb(), "kill");
  private final String targetName = SharedServers.freshDatabase(SharedServers.postgres(), "kill");
  private final HikariDataSource source =
      Shop.pool("source", SharedServers.mariaDb().jdbcUrl(sourceName), CONNECTIONS_MAX);
  private final HikariDataSource target =
      Shop.pool("target", SharedServers.postgres().jdbcUrl(targetName), CONNECTIONS_MAX);
  private final Shop shop;

  Ground(Path folder) throws SQLException, IOException {
    this(folder, RAMP);
  }

  /** The same with another ramp. */
  Ground(Path folder, String ramp) throws SQLException, IOException {
    this.folder = folder;
    forgetEarlierMigrations();
    shop = Shop.open(folder.resolve("ledger.jsonl"));
    shop.createSchema(source);
    shop.load(source, SCALE, rows -> {});
    Path password = Files.writeString(folder.resolve("none"), "");
    Files.writeString(
        folder.resolve("migration.yaml"),
        FILE.formatted(
            SharedServers.mariaDb().port(),
            sourceName,
            password,
            SharedServers.postgres().port(),
            targetName,
            password,
            ramp));
  }

  Shop shop() {
    return shop;
  }

  /** The servers are shared, and our own tables of the source stand beside its databases. */
  private void forgetEarlierMigrations() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS migration_planner");
    }
  }

  HikariDataSource source() {
    return source;
  }

  HikariDataSource target() {
    return target;
  }

  /** Writes the plan, which needs no decision here. */
  void plan() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int exit =
        Main.run(
            new Console(out, out, false, false),
            "plan",
            "--file=" + folder.resolve("migration.yaml"));
    assertThat(exit).as("%s", said.toString(StandardCharsets.UTF_8)).isEqualTo(0);
  }

  /** What plain SQL finds on both sides; only while the traffic rests. */
  Judgement judge() throws SQLException {
    try (Connection onSource = source.getConnection();
        Connection onTarget = target.getConnection()) {
      return Judge.judge(shop.ledger(), onSource, onTarget);
    }
  }

  /** What plain SQL finds on one side alone. */
  Judgement judgeAlone(Side side) throws SQLException {
    try (Connection connection = on(side).getConnection()) {
      return Judge.judgeAlone(shop.ledger(), side.name().toLowerCase(Locale.ROOT), connection);
    }
  }

  HikariDataSource on(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  @Override
  public void close() {
    shop.close();
    source.close();
    target.close();
  }
}
