package dev.migrationplanner.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadsTest {
  private static final State SHADOW = new State(1, Side.SOURCE, Stage.SHADOW, 0, 10_000, 1, 0, 0);
  private static final State ALL_LIVE =
      new State(1, Side.SOURCE, Stage.LIVE, 10_000, 10_000, 1, 0, 0);

  @TempDir Path directory;
  private Rig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new Rig(directory, SHADOW);
    rig.execute(Side.SOURCE, "INSERT INTO entry VALUES ('a', 'old')");
    rig.execute(Side.TARGET, "INSERT INTO entry VALUES ('a', 'new')");
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  private static String read(Migration migration, String id) throws SQLException {
    return migration.read(
        id, "entry", Rig.get(id), Comparison.byEquals(RowKey.of("entry", "id", id)));
  }

  private void equalise() throws SQLException {
    rig.execute(Side.TARGET, "UPDATE entry SET v = 'old'");
  }

  @Test
  void in_shadow_the_source_answers_and_a_difference_that_outlasts_a_hop_is_reported_by_its_key()
      throws Exception {
    try (Migration migration = rig.open()) {
      assertThat(read(migration, "a")).isEqualTo("old");
      await().until(() -> rig.plane.total(Count.SHADOW_MISMATCHES) == 1);
      assertThat(rig.plane.keys())
          .containsExactly(
              new ReportedKey(ReportedKey.Kind.MISMATCH, RowKey.of("entry", "id", "a")));
      assertThat(rig.plane.reports)
          .as("guarantee 10: no row value in a report")
          .noneMatch(r -> r.contains("=new") || r.contains("=old"));
      assertThat(rig.plane.parsedReports()).anyMatch(r -> r.shadows().containsKey("entry"));
    }
  }

  @Test
  void a_difference_that_the_next_hop_mends_is_no_mismatch() throws Exception {
    rig.plane.hopsRun = false;
    try (Migration migration = rig.open()) {
      read(migration, "a");
      Thread.sleep(300);
      equalise();
      rig.plane.hopsRun = true;
      await().until(() -> rig.plane.total(Count.SHADOW_MATCHES) == 1);
      assertThat(rig.plane.total(Count.SHADOW_MISMATCHES)).isZero();
      assertThat(rig.plane.keys()).isEmpty();
    }
  }

  @Test
  void without_any_hop_a_suspicion_is_looked_at_after_its_wait_instead_of_being_forgotten()
      throws Exception {
    rig.plane.hopsRun = false;
    Limits.Shadow impatient =
        new Limits.Shadow(2, 10, Duration.ofSeconds(1), 10, Duration.ofMillis(300));
    try (Migration migration = rig.open(Rig.limits().with(impatient))) {
      read(migration, "a");
      await().until(() -> rig.plane.total(Count.SHADOW_MISMATCHES) == 1);
    }
  }

  /** Guarantee 9: a target that hangs is given up, and the authority answers. */
  @Test
  void in_live_a_target_that_hangs_does_not_hang_the_caller() throws Exception {
    rig.plane.state = ALL_LIVE;
    Limits.Shadow hasty =
        new Limits.Shadow(2, 10, Duration.ofMillis(400), 10, Duration.ofSeconds(30));
    try (Migration migration = rig.open(Rig.limits().with(hasty));
        Connection holding = rig.of(Side.TARGET).getConnection();
        Statement statement = holding.createStatement()) {
      holding.setAutoCommit(false);
      statement.execute("LOCK TABLE entry IN ACCESS EXCLUSIVE MODE");
      assertThat(read(migration, "a")).isEqualTo("old");
      await().until(() -> rig.plane.total(Count.READ_ERRORS_NEW) == 1);
      holding.rollback();
    }
  }

  @Test
  void in_live_the_cohort_reads_the_target_with_the_source_as_shadow() throws Exception {
    rig.plane.state = ALL_LIVE;
    try (Migration migration = rig.open()) {
      assertThat(read(migration, "a")).isEqualTo("new");
      assertThat(migration.readsNew("a")).isTrue();
      await().until(() -> rig.plane.total(Count.SHADOW_MISMATCHES) == 1);
      assertThat(rig.plane.total(Count.READS_NEW)).isEqualTo(1);
      assertThat(rig.plane.total(Count.READS_OLD)).isZero();
    }
  }

  @Test
  void a_target_that_fails_a_read_is_counted_and_the_source_answers() throws Exception {
    rig.plane.state = ALL_LIVE;
    rig.execute(Side.TARGET, "DROP TABLE entry");
    try (Migration migration = rig.open()) {
      assertThat(read(migration, "a")).isEqualTo("old");
      await().until(() -> rig.plane.total(Count.READ_ERRORS_NEW) == 1);
      await().until(() -> rig.plane.total(Count.READS_OLD) == 1);
      assertThat(rig.plane.total(Count.READ_ERRORS_OLD)).isZero();
    }
  }

  @Test
  void an_authority_that_fails_a_read_fails_the_caller() throws Exception {
    rig.execute(Side.SOURCE, "DROP TABLE entry");
    try (Migration migration = rig.open()) {
      assertThatThrownBy(() -> read(migration, "a")).isInstanceOf(SQLException.class);
      await().until(() -> rig.plane.total(Count.READ_ERRORS_OLD) == 1);
    }
  }

  @Test
  void a_key_just_written_is_read_from_the_authority_until_a_later_hop_has_finished()
      throws Exception {
    rig.plane.state = ALL_LIVE;
    rig.plane.hopsRun = false;
    rig.execute(
        Side.TARGET,
        "CREATE FUNCTION refuse() RETURNS trigger AS 'BEGIN RETURN NULL; END' LANGUAGE plpgsql");
    rig.execute(
        Side.TARGET,
        "CREATE TRIGGER frozen BEFORE INSERT OR UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION refuse()");
    try (Migration migration = rig.open()) {
      migration.write("a", List.of(RowKey.of("entry", "id", "a")), Rig.put("a", "mine"));
      for (int i = 0; i < 20; i++) {
        assertThat(read(migration, "a")).isEqualTo("mine");
        assertThat(migration.readSide("a")).isEqualTo(Side.SOURCE);
        Thread.sleep(10);
      }
      assertThat(migration.readSide("b")).as("other keys are not held").isEqualTo(Side.TARGET);
      assertThat(migration.readsNew("a")).as("the flag itself stays sticky").isTrue();
      rig.plane.hopsRun = true;
      await().until(() -> migration.readSide("a") == Side.TARGET);
      await().during(Duration.ofMillis(200)).until(() -> rig.plane.total(Count.SHADOW_READS) == 0);
    }
  }

  /** Guarantee 9: the application is never slowed or failed by a shadow. */
  @Test
  void a_shadow_that_hangs_or_throws_never_slows_or_fails_the_caller() throws Exception {
    Limits.Shadow narrow =
        new Limits.Shadow(1, 5, Duration.ofSeconds(10), 10, Duration.ofSeconds(10));
    CountDownLatch open = new CountDownLatch(1);
    Work<String> hanging =
        (connection, side) -> {
          if (side == Side.TARGET) {
            try {
              open.await();
            } catch (InterruptedException interrupted) {
              Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("the shadow fails as well");
          }
          return Rig.get("a").run(connection, side);
        };
    Comparison<String> same = Comparison.byEquals(RowKey.of("entry", "id", "a"));
    try (Migration migration = rig.open(Rig.limits().with(narrow))) {
      long start = System.nanoTime();
      for (int i = 0; i < 200; i++) {
        assertThat(migration.read("a", "entry", hanging, same)).isEqualTo("old");
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(took).isLessThan(Duration.ofSeconds(5));
      await().until(() -> rig.plane.total(Count.SHADOW_DROPPED) == 194);
      open.countDown();
      await().until(() -> rig.plane.total(Count.SHADOW_ERRORS) == 6);
      assertThat(rig.plane.total(Count.READ_ERRORS_OLD)).isZero();
    }
  }

  @Test
  void shadow_reads_are_sampled_as_the_control_plane_says() throws Exception {
    equalise();
    rig.plane.state = new State(1, Side.SOURCE, Stage.SHADOW, 0, 0, 2, 0, 0);
    try (Migration migration = rig.open()) {
      for (int i = 0; i < 100; i++) {
        read(migration, "a");
      }
      await().until(() -> rig.plane.total(Count.READS_OLD) == 100);
      await().during(Duration.ofMillis(300)).until(() -> rig.plane.total(Count.SHADOW_READS) == 0);
    }
  }

  @Test
  void a_comparison_that_throws_is_an_error_of_the_shadow_alone() throws Exception {
    try (Migration migration = rig.open()) {
      Comparison<String> broken =
          (fromSource, fromTarget) -> {
            throw new IllegalStateException("cannot compare");
          };
      assertThat(migration.<String>read("a", "entry", Rig.get("a"), broken)).isEqualTo("old");
      await().until(() -> rig.plane.total(Count.SHADOW_ERRORS) == 1);
    }
  }

  @Test
  void latency_is_reported_by_who_answered() throws Exception {
    try (Migration migration = rig.open()) {
      for (int i = 0; i < 50; i++) {
        read(migration, "a");
      }
      await()
          .until(
              () ->
                  rig.plane.parsedReports().stream()
                          .flatMap(report -> report.oldLatency().counts().stream())
                          .mapToLong(Long::longValue)
                          .sum()
                      == 50);
    }
  }
}
