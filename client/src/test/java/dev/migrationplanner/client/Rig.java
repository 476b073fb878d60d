package dev.migrationplanner.client;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

/**
 * Both databases, real: MariaDB as source, PostgreSQL as target, with an epoch row each and a table
 * of entries.
 */
final class Rig implements AutoCloseable {
  final HikariDataSource source;
  final HikariDataSource target;
  final TestControlPlane plane;
  private final Path directory;

  Rig(Path directory, State first) throws IOException, SQLException {
    this.directory = directory;
    plane = new TestControlPlane(first);
    source = pool(SharedServers.mariaDb());
    target = pool(SharedServers.postgres());
    install(source, "CREATE DATABASE migration_planner", "tinyint");
    install(target, "CREATE SCHEMA migration_planner", "smallint");
    row(Side.SOURCE, first, false);
    row(Side.TARGET, first, false);
  }

  static Limits limits() {
    return Limits.standard()
        .with(
            new Limits.Control(
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                1_000,
                1_000));
  }

  Migration open() {
    return open(limits());
  }

  Migration open(Limits limits) {
    return open(limits, source, target);
  }

  Migration open(Limits limits, DataSource from, DataSource to) {
    Options options = new Options(TestControlPlane.MIGRATION, plane.uri(), directory);
    return Migration.open(options.withLimits(limits), from, to);
  }

  DataSource of(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  void row(Side side, State state, boolean closing) throws SQLException {
    execute(side, "DELETE FROM migration_planner.epoch WHERE migration = 'shop'");
    execute(
        side,
        "INSERT INTO migration_planner.epoch VALUES ('shop', %d, '%s', '%s', %d, %d)"
            .formatted(
                state.epoch(),
                state.authority(),
                state.stage(),
                state.readShare(),
                closing ? 1 : 0));
  }

  void execute(Side side, String sql) throws SQLException {
    try (Connection connection = of(side).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** All entries of one side. */
  Map<String, String> entries(Side side) throws SQLException {
    Map<String, String> entries = new TreeMap<>();
    try (Connection connection = of(side).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, v FROM entry")) {
      while (rows.next()) {
        entries.put(rows.getString(1), rows.getString(2));
      }
    }
    return entries;
  }

  /** Upserts one entry, in either dialect. */
  static Work<Integer> put(String id, String value) {
    return (connection, side) -> {
      String sql =
          side == Side.SOURCE
              ? "INSERT INTO entry VALUES (?, ?) ON DUPLICATE KEY UPDATE v = VALUES(v)"
              : "INSERT INTO entry VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET v = excluded.v";
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, id);
        statement.setString(2, value);
        return statement.executeUpdate();
      }
    };
  }

  /** Reads one entry; an absent one is the word "absent". */
  static Work<String> get(String id) {
    return (connection, side) -> {
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT v FROM entry WHERE id = ?")) {
        statement.setString(1, id);
        try (ResultSet rows = statement.executeQuery()) {
          return rows.next() ? rows.getString(1) : "absent";
        }
      }
    };
  }

  /** The same work, held up on the target until the latch opens. */
  static Work<Integer> holdingTarget(CountDownLatch open, Work<Integer> work) {
    return (connection, side) -> {
      if (side == Side.TARGET) {
        waitFor(open);
      }
      return work.run(connection, side);
    };
  }

  private static void waitFor(CountDownLatch open) {
    try {
      open.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws SQLException {
    plane.close();
    execute(Side.SOURCE, "DROP DATABASE migration_planner");
    source.close();
    target.close();
  }

  private static HikariDataSource pool(EmbeddedServer server) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(server.dataSource(SharedServers.freshDatabase(server, "client")));
    config.setMaximumPoolSize(20);
    config.setConnectionTimeout(5_000);
    return new HikariDataSource(config);
  }

  private static void install(DataSource on, String home, String flag) throws SQLException {
    try (Connection connection = on.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(home);
      statement.execute(
          "CREATE TABLE migration_planner.epoch (migration varchar(64) PRIMARY KEY, epoch bigint, authority varchar(8),"
              + " stage varchar(16), read_share int, closing "
              + flag
              + ")");
      statement.execute("CREATE TABLE entry (id varchar(64) PRIMARY KEY, v varchar(64))");
    }
  }
}
