package dev.migrationplanner.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.ledger.Judge;
import dev.migrationplanner.ledger.Judgement;
import dev.migrationplanner.servers.SharedServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopOnMariaDbTest {

  private static final Duration TRADE = Duration.ofSeconds(5);

  @TempDir Path directory;

  @Test
  void atFullSizeTheShopLoadsFastTradesAtItsRateAndIsJudgedClean() throws Exception {
    String database = SharedServers.freshDatabase(SharedServers.mariaDb(), "shop");
    try (HikariDataSource source =
            Shop.pool(database, SharedServers.mariaDb().jdbcUrl(database), 24);
        Shop shop = Shop.open(directory.resolve("ledger.jsonl"))) {
      shop.createSchema(source);
      AtomicLong rows = new AtomicLong();
      Instant start = Instant.now();
      shop.load(source, 1, rows::set);
      Duration loading = Duration.between(start, Instant.now());
      Counts counts = trade(shop, source);
      Judgement judgement = judge(shop, source);

      System.out.printf(
          "%d rows in %d ms; %s in %d s%n",
          rows.get(), loading.toMillis(), counts, TRADE.toSeconds());
      shop.ledger().flush();
      assertThat(Files.readAllLines(directory.resolve("ledger.jsonl")))
          .noneMatch(line -> line.contains("\"why\""));
      assertThat(judgement.samples()).isEmpty();
      assertThat(rows.get()).isGreaterThanOrEqualTo(200_000);
      assertThat(judgement.comparedRows()).isGreaterThanOrEqualTo(rows.get());
      assertThat(counts.everyKind()).as("%s", counts).isTrue();
      assertThat(counts.failed() + counts.unknown() + counts.readErrors())
          .as("%s", counts)
          .isZero();
    }
  }

  private static Counts trade(Shop shop, HikariDataSource source) throws InterruptedException {
    try (Traffic traffic =
        shop.traffic(Gateway.plain(source, Side.SOURCE), TrafficOptions.standard())) {
      traffic.start();
      Thread.sleep(TRADE.toMillis());
      traffic.pause(Duration.ofSeconds(20));
      Counts counts = traffic.counts();
      System.out.printf(
          "p99 %d ms%n", traffic.probe().latencyMillisBetween(Instant.EPOCH, Instant.now(), 0.99));
      return counts;
    }
  }

  private static Judgement judge(Shop shop, HikariDataSource source) throws Exception {
    Instant start = Instant.now();
    try (Connection connection = source.getConnection()) {
      Judgement judgement = Judge.judgeAlone(shop.ledger(), "source", connection);
      System.out.printf("judged in %d ms%n", Duration.between(start, Instant.now()).toMillis());
      return judgement;
    }
  }
}
