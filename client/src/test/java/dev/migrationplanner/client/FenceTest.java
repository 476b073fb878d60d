package dev.migrationplanner.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guarantee 7: one authority per epoch: no write of the library with an old epoch is accepted on
 * either side, whoever sleeps or restarts.
 */
class FenceTest {
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

  @ParameterizedTest
  @CsvSource({
    "SOURCE, 2",
    "SOURCE, 4",
    "SOURCE, 8",
    "TARGET, 2",
    "TARGET, 4",
    "TARGET, 8",
  })
  void the_current_epoch_passes_and_an_old_one_is_refused_in_every_isolation_level(
      Side side, int isolation) throws Exception {
    transaction(side, isolation, connection -> fence.enter(connection, side, SOURCE_1).close());
    rig.row(side, TARGET_2, false);
    transaction(
        side,
        isolation,
        connection ->
            assertThatThrownBy(() -> fence.enter(connection, side, SOURCE_1))
                .isInstanceOfSatisfying(
                    StaleEpochException.class,
                    stale -> assertThat(stale.row()).isEqualTo(EpochRow.of(TARGET_2)))
                .hasMessageContaining("epoch 2"));
  }

  @ParameterizedTest
  @CsvSource({
    "SOURCE, 2",
    "SOURCE, 4",
    "TARGET, 2",
    "TARGET, 4",
    "TARGET, 8",
  })
  void a_transaction_that_waited_for_the_flip_is_refused_though_it_began_before(
      Side side, int isolation) throws Exception {
    try (Flip flip =
        new Flip(rig, side.other(), 2, side == Side.TARGET ? Stage.RAMP_DOWN : Stage.SHADOW)) {
      flip.lockNewAuthority();
      CompletableFuture<Throwable> refused = enterInBackground(side, isolation);
      assertThatThrownBy(() -> refused.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(Exception.class);
      flip.commit();
      assertThat(refused.get(5, TimeUnit.SECONDS)).isInstanceOf(StaleEpochException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void a_snapshot_taken_before_the_flip_is_found_out_on_postgresql(int isolation) throws Exception {
    transaction(
        Side.TARGET,
        isolation,
        connection -> {
          try (Statement early = connection.createStatement()) {
            early.executeQuery("SELECT count(*) FROM entry").close();
          }
          try (Flip flip = new Flip(rig, Side.SOURCE, 2, Stage.RAMP_DOWN)) {
            flip.lockNewAuthority();
            flip.commit();
          }
          assertThatThrownBy(() -> fence.enter(connection, Side.TARGET, SOURCE_1))
              .hasMessageContaining("snapshot is older");
        });
  }

  /** A cleanup in stage OFF takes the table away from instances that have seen it. */
  @Test
  void in_stage_off_a_table_that_is_gone_stops_one_write_and_no_more() throws Exception {
    State off = new State(1, Side.SOURCE, Stage.OFF, 0, 0, 1, 0, 0);
    rig.execute(Side.SOURCE, "UPDATE migration_planner.epoch SET stage = 'OFF'");
    Step write = connection -> fence.enter(connection, Side.SOURCE, off).close();
    transaction(Side.SOURCE, 2, write);
    rig.execute(Side.SOURCE, "DROP TABLE migration_planner.epoch");
    assertThatThrownBy(() -> transaction(Side.SOURCE, 2, write)).isInstanceOf(SQLException.class);
    transaction(Side.SOURCE, 2, write);
  }

  @Test
  void the_flip_waits_for_a_transaction_in_flight() throws Exception {
    for (Side side : Side.values()) {
      try (Connection writer = rig.of(side).getConnection();
          Flip flip =
              new Flip(
                  rig, side.other(), 2, side == Side.TARGET ? Stage.RAMP_DOWN : Stage.SHADOW)) {
        writer.setAutoCommit(false);
        Passage passage = fence.enter(writer, side, SOURCE_1);
        CompletableFuture<Void> locked =
            CompletableFuture.runAsync(() -> unchecked(flip::lockNewAuthority));
        assertThatThrownBy(() -> locked.get(300, TimeUnit.MILLISECONDS))
            .isInstanceOf(Exception.class);
        writer.commit();
        passage.close();
        locked.get(5, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void a_closing_mark_lets_writers_go_on_while_the_other_side_says_the_same_epoch()
      throws Exception {
    rig.row(Side.SOURCE, SOURCE_1, true);
    transaction(
        Side.SOURCE, 4, connection -> fence.enter(connection, Side.SOURCE, SOURCE_1).close());
  }

  @Test
  void
      with_the_new_side_committed_and_the_old_one_not_raised_an_old_epoch_is_refused_through_the_mark()
          throws Exception {
    try (Flip flip = new Flip(rig, Side.SOURCE, 2, Stage.RAMP_DOWN)) {
      flip.markClosing();
      flip.lockNewAuthority();
      flip.commit();
    }
    transaction(
        Side.SOURCE,
        4,
        connection ->
            assertThatThrownBy(() -> fence.enter(connection, Side.SOURCE, SOURCE_1))
                .isInstanceOfSatisfying(
                    StaleEpochException.class,
                    stale -> assertThat(stale.row().authority()).isEqualTo(Side.TARGET)));
  }

  @Test
  void a_writer_that_saw_the_mark_holds_the_flip_until_its_own_commit() throws Exception {
    try (Connection writer = rig.source.getConnection();
        Flip flip = new Flip(rig, Side.SOURCE, 2, Stage.RAMP_DOWN)) {
      flip.markClosing();
      writer.setAutoCommit(false);
      Passage passage = fence.enter(writer, Side.SOURCE, SOURCE_1);
      CompletableFuture<Void> locked =
          CompletableFuture.runAsync(() -> unchecked(flip::lockNewAuthority));
      assertThatThrownBy(() -> locked.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(Exception.class);
      writer.commit();
      passage.close();
      locked.get(5, TimeUnit.SECONDS);
    }
  }

  private CompletableFuture<Throwable> enterInBackground(Side side, int isolation) {
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    new Thread(
            () -> {
              try {
                transaction(
                    side, isolation, connection -> fence.enter(connection, side, SOURCE_1).close());
                outcome.complete(new AssertionError("entered with an old epoch"));
              } catch (Throwable refused) {
                outcome.complete(refused);
              }
            })
        .start();
    return outcome;
  }

  private interface Sql {
    void run() throws SQLException;
  }

  private static void unchecked(Sql sql) {
    try {
      sql.run();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
