package dev.migrationplanner.app.demo;

import com.zaxxer.hikari.HikariDataSource;
import dev.migrationplanner.servers.EmbeddedMariaDb;
import dev.migrationplanner.servers.EmbeddedPostgres;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.ServerOptions;
import dev.migrationplanner.shop.Shop;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

/** The stage set: two real servers, the shop's rows in the first, nothing in the second. */
final class Stand implements AutoCloseable {
  static final String DATABASE = "shop";

  /** What the shop connects as. On MariaDB its whole name has a host: any. */
  static final String ACCOUNT = "shop";

  static final String SOURCE_ACCOUNT = ACCOUNT + "@%";

  private static final List<String> ON_SOURCE =
      List.of(
          "CREATE USER shop",
          "GRANT SELECT, INSERT, UPDATE, DELETE ON shop.* TO shop",
          "GRANT SELECT ON migration_planner.* TO shop");

  private static final List<String> ON_TARGET =
      List.of(
          "CREATE ROLE shop LOGIN",
          "CREATE SCHEMA migration_planner",
          "GRANT USAGE ON SCHEMA migration_planner TO shop",
          "ALTER DEFAULT PRIVILEGES IN SCHEMA migration_planner GRANT SELECT ON TABLES TO shop",
          "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
              + " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO shop",
          "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO shop");

  private static final int CONNECTIONS_MAX = 40;

  private final EmbeddedMariaDb mariaDb;
  private final EmbeddedPostgres postgres;
  private final HikariDataSource source;
  private final HikariDataSource target;
  private final Shop shop;

  private Stand(EmbeddedMariaDb mariaDb, EmbeddedPostgres postgres, Path folder) {
    this.mariaDb = mariaDb;
    this.postgres = postgres;
    source = pool("shop-source", mariaDb);
    target = pool("shop-target", postgres);
    shop = Shop.open(folder.resolve("ledger.jsonl"));
  }

  /** As the shop itself, which has an account of its own on both sides. */
  private static HikariDataSource pool(String name, EmbeddedServer server) {
    String url = server.jdbcUrl(DATABASE).replace("user=" + server.user(), "user=" + ACCOUNT);
    return Shop.pool(name, url, CONNECTIONS_MAX);
  }

  static Stand raise(Path folder, Narrator narrator) throws SQLException {
    narrator.tell("MariaDB and PostgreSQL start (unpacked first, if this is the first time)");
    CompletableFuture<EmbeddedMariaDb> first =
        CompletableFuture.supplyAsync(
            () ->
                EmbeddedMariaDb.start(
                    ServerOptions.defaults()
                        .with("innodb_flush_log_at_trx_commit", "2")
                        .with("sync_binlog", "0")));
    EmbeddedPostgres second = EmbeddedPostgres.start();
    EmbeddedMariaDb mariaDb = first.join();
    mariaDb.createDatabase(DATABASE);
    second.createDatabase(DATABASE);
    run(mariaDb, ON_SOURCE);
    run(second, ON_TARGET);
    narrator.tell(
        "MariaDB answers on port " + mariaDb.port() + ", PostgreSQL on port " + second.port());
    return new Stand(mariaDb, second, folder);
  }

  private static void run(EmbeddedServer server, List<String> statements) throws SQLException {
    try (Connection connection = server.dataSource(DATABASE).getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  void fill(double scale, Narrator narrator) throws SQLException {
    DataSource asAdministrator = mariaDb.dataSource(DATABASE);
    shop.createSchema(asAdministrator);
    long[] rows = new long[1];
    shop.load(
        asAdministrator,
        scale,
        count -> {
          rows[0] = count;
          narrator.mention(String.format(Locale.ROOT, "the shop fills: %,d rows", count));
        });
    narrator.tell(String.format(Locale.ROOT, "the shop has %,d rows", rows[0]));
  }

  int sourcePort() {
    return mariaDb.port();
  }

  int targetPort() {
    return postgres.port();
  }

  HikariDataSource source() {
    return source;
  }

  HikariDataSource target() {
    return target;
  }

  Shop shop() {
    return shop;
  }

  @Override
  public void close() {
    shop.close();
    source.close();
    target.close();
    mariaDb.close();
    postgres.close();
  }
}
