package dev.migrationplanner.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.ledger.Judge;
import dev.migrationplanner.servers.EmbeddedMariaDb;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shop's own account holds over a crash of its database, so that what the judge finds is the
 * migration's doing.
 */
class ShopOverACrashTest {

  @TempDir Path directory;

  @Test
  void afterAKillOfTheDatabaseTheLedgerAndTheTablesStillAgree() throws Exception {
    try (EmbeddedMariaDb server = EmbeddedMariaDb.start()) {
      server.createDatabase("shop");
      try (HikariDataSource source = Shop.pool("shop", server.jdbcUrl("shop"), 24);
          Shop shop = Shop.open(directory.resolve("ledger.jsonl"))) {
        shop.createSchema(source);
        shop.load(source, 0.05, rows -> {});
        Counts counts = tradeOverKills(shop, source, server);
        assertThat(counts.failed() + counts.unknown()).as("%s", counts).isPositive();
        try (Connection connection = source.getConnection()) {
          assertThat(Judge.judgeAlone(shop.ledger(), "source", connection).samples()).isEmpty();
        }
      }
    }
  }

  private static Counts tradeOverKills(Shop shop, HikariDataSource source, EmbeddedMariaDb server)
      throws InterruptedException {
    try (Traffic traffic =
        shop.traffic(Gateway.plain(source, Side.SOURCE), TrafficOptions.standard())) {
      traffic.start();
      for (int kill = 0; kill < 3; kill++) {
        Thread.sleep(700);
        server.kill();
        server.restart();
      }
      Counts before = traffic.counts();
      Thread.sleep(2_000);
      traffic.pause(Duration.ofSeconds(30));
      assertThat(traffic.counts().since(before).acknowledgedWrites())
          .as("writes after the last restart")
          .isPositive();
      return traffic.counts();
    }
  }
}
