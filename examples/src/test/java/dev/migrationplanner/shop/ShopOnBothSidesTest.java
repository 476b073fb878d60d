package dev.migrationplanner.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.client.Comparison;
import dev.migrationplanner.client.RowKey;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Work;
import dev.migrationplanner.ledger.Judge;
import dev.migrationplanner.ledger.Judgement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shop's code on both databases: guarantee 1 (no write lost, none duplicated, none back) as the
 * demo will judge it.
 */
class ShopOnBothSidesTest {

  private static final Duration REST = Duration.ofSeconds(20);

  @TempDir Path directory;
  private Sides sides;

  @BeforeEach
  void openTheShop() throws Exception {
    sides = new Sides(directory);
  }

  @AfterEach
  void closeTheShop() {
    sides.close();
  }

  @Test
  void theLoadedRowsAreWhatTheLedgerSaysOnBothSides() throws Exception {
    assertThat(judge().samples()).isEmpty();
  }

  @Test
  void trafficThatWritesBothSidesIsJudgedClean() throws Exception {
    Counts counts = trade(new BothSides(sides.source, sides.target), 4_000);
    Judgement judgement = judge();
    assertThat(judgement.samples()).isEmpty();
    assertThat(counts.everyKind()).as("%s", counts).isTrue();
    assertThat(counts.failed() + counts.unknown() + counts.readErrors()).as("%s", counts).isZero();
    assertThat(judgement.acknowledgedWrites()).isGreaterThanOrEqualTo(counts.acknowledgedWrites());
  }

  @Test
  void theShopRunsOnTheTargetAloneAsWell() throws Exception {
    Counts counts = trade(Gateway.plain(sides.target, Side.TARGET), 3_000);
    try (Connection connection = sides.target.getConnection()) {
      assertThat(Judge.judgeAlone(sides.shop.ledger(), "target", connection).samples()).isEmpty();
    }
    assertThat(counts.everyKind()).as("%s", counts).isTrue();
    assertThat(counts.failed() + counts.unknown() + counts.readErrors()).as("%s", counts).isZero();
  }

  @Test
  void eachSabotageIsFoundAndNothingElse() throws Exception {
    trade(new BothSides(sides.source, sides.target), 2_000);
    Sabotage sabotage = new Sabotage(sides.shop.ledger(), sides.source, sides.target);

    assertThat(sabotage.plant(Sabotage.Wrong.DUPLICATE)).contains("second time");
    assertThat(List.of(judge().lostWrites(), judge().duplicatedWrites(), judge().resurrectedRows()))
        .containsExactly(0L, 1L, 0L);

    sabotage.plant(Sabotage.Wrong.RESURRECT);
    assertThat(judge().resurrectedRows()).isEqualTo(1);

    sabotage.plant(Sabotage.Wrong.LOST);
    Judgement all = judge();
    assertThat(all.lostWrites()).as("the audit row and the session").isEqualTo(2);
    assertThat(all.phantoms() + all.differences()).isZero();
  }

  @Test
  void aPauseOfTheDatabaseShowsInTheProbe() throws Exception {
    try (Traffic traffic =
        sides.shop.traffic(Gateway.plain(sides.source, Side.SOURCE), options())) {
      traffic.start();
      Thread.sleep(500);
      Instant before = Instant.now();
      try (Connection connection = sides.source.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("FLUSH TABLES WITH READ LOCK");
        Thread.sleep(700);
        statement.execute("UNLOCK TABLES");
      }
      Thread.sleep(500);
      long pause = traffic.probe().maxLatencyMillisBetween(before, Instant.now());
      assertThat(pause).isBetween(600L, 5_000L);
    }
  }

  private Counts trade(Gateway gateway, long millis) throws InterruptedException {
    try (Traffic traffic = sides.shop.traffic(gateway, options())) {
      traffic.start();
      Thread.sleep(millis);
      traffic.pause(REST);
      return traffic.counts();
    }
  }

  private static TrafficOptions options() {
    return new TrafficOptions(200, 200, 8, 2, 7);
  }

  private Judgement judge() throws SQLException {
    return sides.judge();
  }

  /**
   * Writes the source, then the target, in the caller's thread; reads both and insists that they
   * agree.
   */
  private record BothSides(DataSource source, DataSource target) implements Gateway {

    @Override
    public void write(String routingKey, List<RowKey> keys, Work<Boolean> work)
        throws SQLException {
      Gateway.plain(source, Side.SOURCE).write(routingKey, keys, work);
      Gateway.plain(target, Side.TARGET).write(routingKey, keys, work);
    }

    @Override
    public <T> T read(String routingKey, String table, Work<T> read, Comparison<T> comparison)
        throws SQLException {
      return Gateway.plain(source, Side.SOURCE).read(routingKey, table, read, comparison);
    }
  }
}
