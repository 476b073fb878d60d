package dev.migrationplanner.app.demo;

import com.zaxxer.hikari.HikariDataSource;
import dev.migrationplanner.servers.EmbeddedMariaDb;
import dev.migrationplanner.servers.EmbeddedPostgres;
import dev.migrationplanner.servers.ServerOptions;
import dev.migrationplanner.shop.Shop;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** The stage set: two real servers, the shop's rows in the first, nothing in the second. */
final class Stand implements AutoCloseable {
  static final String DATABASE = "shop";
  private static final int CONNECTIONS_MAX = 40;

  private final EmbeddedMariaDb mariaDb;
  private final EmbeddedPostgres postgres;
  private final HikariDataSource source;
  private final HikariDataSource target;
  private final Shop shop;

  private Stand(EmbeddedMariaDb mariaDb, EmbeddedPostgres postgres, Path folder) {
    this.mariaDb = mariaDb;
    this.postgres = postgres;
    source = Shop.pool("shop-source", mariaDb.jdbcUrl(DATABASE), CONNECTIONS_MAX);
    target = Shop.pool("shop-target", postgres.jdbcUrl(DATABASE), CONNECTIONS_MAX);
    shop = Shop.open(folder.resolve("ledger.jsonl"));
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
    EmbeddedPostgres second = EmbeddedPostgres.start(ServerOptions.defaults().with("fsync", "off"));
    EmbeddedMariaDb mariaDb = first.join();
    mariaDb.createDatabase(DATABASE);
    second.createDatabase(DATABASE);
    narrator.tell(
        "MariaDB answers on port " + mariaDb.port() + ", PostgreSQL on port " + second.port());
    return new Stand(mariaDb, second, folder);
  }

  void fill(double scale, Narrator narrator) throws SQLException {
    shop.createSchema(source);
    long[] rows = new long[1];
    shop.load(
        source,
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
