package dev.migrationplanner.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fence refuses for other reasons than an old epoch, and what it lets pass. */
class FenceLimitsTest {
  private static final State SOURCE_1 = new State(1, Side.SOURCE, Stage.DUAL_WRITE, 0, 0, 1, 0, 0);
  private static final State TARGET_2 = new State(2, Side.TARGET, Stage.RAMP_DOWN, 0, 0, 2, 0, 0);

  @TempDir Path directory;
  private Rig rig;
  private Fence fence;

  @BeforeEach
  void start() throws Exception {
    rig = new Rig(directory, SOURCE_1);
    fence = new Fence("shop", new Databases(rig.source, rig.target), Duration.ofSeconds(10));
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  private interface Step {
    void run(Connection connection) throws SQLException;
  }

  private void transaction(Side side, int isolation, Step step) throws SQLException {
    try (Connection connection = rig.of(side).getConnection()) {
      connection.setTransactionIsolation(isolation);
      connection.setAutoCommit(false);
      try {
        step.run(connection);
      } finally {
        connection.rollback();
      }
    }
  }

  @Test
  void without_a_row_nothing_is_written_except_in_stage_off() throws Exception {
    State off = new State(0, Side.SOURCE, Stage.OFF, 0, 0, 1, 0, 0);
    rig.execute(Side.SOURCE, "DELETE FROM migration_planner.epoch");
    transaction(Side.SOURCE, 4, connection -> fence.enter(connection, Side.SOURCE, off).close());
    transaction(
        Side.SOURCE,
        4,
        connection ->
            assertThatThrownBy(() -> fence.enter(connection, Side.SOURCE, SOURCE_1))
                .hasMessageContaining("no row for migration shop"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MARIADB", "POSTGRESQL"})
  void in_stage_off_a_database_without_our_table_is_written_and_the_transaction_stays_whole(
      String product) throws Exception {
    rig.execute(Side.SOURCE, "DROP TABLE migration_planner.epoch");
    rig.execute(Side.TARGET, "DROP SCHEMA migration_planner CASCADE");
    boolean postgresql = product.equals("POSTGRESQL");
    Fence early =
        new Fence(
            "shop",
            new Databases(
                postgresql ? rig.target : rig.source, postgresql ? rig.source : rig.target),
            Duration.ofSeconds(5));
    State off = new State(0, Side.SOURCE, Stage.OFF, 0, 0, 1, 0, 0);
    Side physical = postgresql ? Side.TARGET : Side.SOURCE;
    try (Connection connection = rig.of(physical).getConnection()) {
      connection.setAutoCommit(false);
      early.enter(connection, Side.SOURCE, off).close();
      Rig.put("a", "1").run(connection, physical);
      connection.commit();
    }
    assertThat(rig.entries(physical)).containsEntry("a", "1");
  }

  @Test
  void outside_a_transaction_the_fence_refuses() throws Exception {
    try (Connection connection = rig.source.getConnection()) {
      assertThatThrownBy(() -> fence.enter(connection, Side.SOURCE, SOURCE_1))
          .hasMessageContaining("setAutoCommit(false)");
    }
  }

  @Test
  void waiting_at_the_fence_is_bounded_and_says_so() throws Exception {
    Fence hasty = new Fence("shop", new Databases(rig.source, rig.target), Duration.ofSeconds(1));
    for (Side side : Side.values()) {
      try (Flip flip = new Flip(rig, side.other(), 2, Stage.RAMP_DOWN)) {
        flip.lockNewAuthority();
        transaction(
            side,
            2,
            connection ->
                assertThatThrownBy(() -> hasty.enter(connection, side, SOURCE_1))
                    .hasMessageContaining("Waited 1 s at the fence of the " + side));
      }
    }
  }

  @Test
  void a_side_that_the_stage_does_not_write_is_refused_before_any_statement() throws Exception {
    transaction(
        Side.SOURCE,
        2,
        connection ->
            assertThatThrownBy(() -> fence.enter(connection, Side.SOURCE, TARGET_2))
                .isInstanceOf(StaleEpochException.class)
                .hasMessageContaining("authority TARGET"));
  }
}
