package dev.migrationplanner.shop;

import com.zaxxer.hikari.HikariDataSource;
import dev.migrationplanner.ledger.Judge;
import dev.migrationplanner.ledger.Judgement;
import dev.migrationplanner.ledger.Row;
import dev.migrationplanner.ledger.TableShape;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;

/** A small shop on MariaDB and a copy of it on PostgreSQL. */
final class Sides implements AutoCloseable {

  private static final double SCALE = 0.02;

  final HikariDataSource source;
  final HikariDataSource target;
  final Shop shop;

  Sides(Path directory) throws Exception {
    source = pool(SharedServers.mariaDb());
    target = pool(SharedServers.postgres());
    shop = Shop.open(directory.resolve("ledger.jsonl"));
    shop.createSchema(source);
    shop.load(source, SCALE, rows -> {});
    copyToTarget();
  }

  Judgement judge() throws SQLException {
    try (Connection left = source.getConnection();
        Connection right = target.getConnection()) {
      return Judge.judge(shop.ledger(), left, right);
    }
  }

  static void execute(DataSource on, String sql) throws SQLException {
    try (Connection connection = on.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** As the flip does it: the target's next id is beyond every used one. */
  void targetIdsGoOn() throws SQLException {
    execute(
        target,
        "SELECT setval(pg_get_serial_sequence('audit', 'id'), (SELECT max(id) FROM audit))");
  }

  private static HikariDataSource pool(EmbeddedServer server) {
    String database = SharedServers.freshDatabase(server, "shop");
    return Shop.pool(database, server.jdbcUrl(database), 20);
  }

  private void copyToTarget() throws Exception {
    execute(target, targetSchema());
    try (Connection left = source.getConnection();
        Connection right = target.getConnection()) {
      right.setAutoCommit(false);
      for (TableShape table : ShopTables.BUSINESS) {
        copy(left, right, table);
      }
      copy(left, right, ShopTables.AUDIT);
      right.commit();
    }
    targetIdsGoOn();
  }

  private static void copy(Connection left, Connection right, TableShape table)
      throws SQLException {
    for (Row row : Reads.rows(left, table, "1 = 1")) {
      Statements.on(right).insert(row);
    }
  }

  private static String targetSchema() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(Sides.class.getResourceAsStream("shop-postgresql.sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    shop.close();
    source.close();
    target.close();
  }
}
