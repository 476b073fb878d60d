package dev.migrationplanner.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.client.Limits;
import dev.migrationplanner.client.Migration;
import dev.migrationplanner.client.Options;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.client.State;
import dev.migrationplanner.ledger.Judge;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shop's traffic through the client library, stage by stage, without a sync behind it. */
class ShopThroughTheLibraryTest {

  private static final Duration TRADE = Duration.ofSeconds(4);

  @TempDir Path directory;
  private Sides sides;

  @BeforeEach
  void openTheShop() throws Exception {
    sides = new Sides(directory);
  }

  @AfterEach
  void closeTheShop() throws SQLException {
    Sides.execute(sides.source, "DROP DATABASE IF EXISTS migration_planner");
    sides.close();
  }

  @Test
  void inStageOffOnlyTheSourceIsWritten() throws Exception {
    assertThat(trade(Stage.OFF).everyKind()).isTrue();
    try (Connection connection = sides.source.getConnection()) {
      assertThat(Judge.judgeAlone(sides.shop.ledger(), "source", connection).samples()).isEmpty();
    }
    assertThat(sides.judge().lostWrites()).as("on the target nothing was written").isPositive();
  }

  @Test
  void dualWritesInTheCallersThreadLeaveBothSidesEqual() throws Exception {
    assertThat(trade(Stage.DUAL_WRITE).everyKind()).isTrue();
    assertThat(sides.judge().samples()).isEmpty();
  }

  @Test
  void shadowReadsAreTakenAndAgree() throws Exception {
    try (FixedControlPlane plane = new FixedControlPlane(Stage.SHADOW)) {
      trade(plane);
      assertThat(plane.shadowReads.get()).isGreaterThan(500);
      assertThat(plane.shadowMismatches.get()).isZero();
      assertThat(plane.secondaryErrors.get()).isZero();
    }
    assertThat(sides.judge().samples()).isEmpty();
  }

  @Test
  void withTheTargetAsAuthorityOnlyTheTargetIsWritten() throws Exception {
    assertThat(trade(Stage.RAMP_DOWN).everyKind()).isTrue();
    try (Connection connection = sides.target.getConnection()) {
      assertThat(Judge.judgeAlone(sides.shop.ledger(), "target", connection).samples()).isEmpty();
    }
  }

  private Counts trade(Stage stage) throws Exception {
    try (FixedControlPlane plane = new FixedControlPlane(stage)) {
      return trade(plane);
    }
  }

  private Counts trade(FixedControlPlane plane) throws Exception {
    installEpoch(sides.source, "CREATE DATABASE", plane.state());
    installEpoch(sides.target, "CREATE SCHEMA", plane.state());
    TrafficOptions load = new TrafficOptions(200, 400, 8, 4, 11);
    try (Migration migration = Migration.open(options(plane), sides.source, sides.target);
        Traffic traffic = sides.shop.traffic(Gateway.through(migration), load)) {
      traffic.start();
      Thread.sleep(TRADE.toMillis());
      traffic.pause(Duration.ofSeconds(20));
      Counts counts = traffic.counts();
      assertThat(counts.failed() + counts.unknown() + counts.readErrors())
          .as("%s", counts)
          .isZero();
      return counts;
    }
  }

  private Options options(FixedControlPlane plane) {
    Limits.Secondary secondary =
        new Limits.Secondary(Limits.SecondaryMode.IN_CALLER, 4, 4_000, Duration.ofSeconds(5));
    return new Options("shop", plane.uri(), directory)
        .withLimits(Limits.standard().with(secondary));
  }

  private static void installEpoch(DataSource on, String create, State state) throws SQLException {
    Sides.execute(on, create + " migration_planner");
    Sides.execute(
        on,
        "CREATE TABLE migration_planner.epoch (migration varchar(64) PRIMARY KEY, epoch bigint, authority varchar(8),"
            + " stage varchar(16), read_share int, closing smallint)");
    Sides.execute(
        on,
        "INSERT INTO migration_planner.epoch VALUES ('shop', %d, '%s', '%s', 0, 0)"
            .formatted(state.epoch(), state.authority(), state.stage()));
  }
}
