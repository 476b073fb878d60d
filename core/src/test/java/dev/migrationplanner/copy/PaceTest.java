package dev.migrationplanner.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.migrationplanner.copy.Crossing.Site;
import dev.migrationplanner.copy.Pace.SourceLimits;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Strain;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The copy is held to its rates, and waits while the source says that it is strained. */
final class PaceTest {

  private static final int SLEEPERS = 4;

  @Test
  void each_limit_alone_holds_and_what_is_not_told_does_not() {
    var strain = new Strain(60, 2_000_000, 31.4, Duration.ofMillis(80));
    assertThat(limits(50, 0, 0, 0).exceeded(strain).orElse("")).contains("runs 60 statements");
    assertThat(limits(0, 1_000_000, 0, 0).exceeded(strain).orElse("")).contains("2000000 old row");
    assertThat(limits(0, 0, 30, 0).exceeded(strain).orElse("")).contains("31 s behind");
    assertThat(limits(0, 0, 0, 50).exceeded(strain).orElse("")).contains("answers in 80 ms");
    assertThat(limits(60, 2_000_000, 32, 80).exceeded(strain)).isEmpty();
    var untold = new Strain(Strain.UNKNOWN, Strain.UNKNOWN, Strain.UNKNOWN, Duration.ZERO);
    assertThat(limits(1, 1, 1, 1).exceeded(untold)).isEmpty();
    assertThat(SourceLimits.NONE.exceeded(strain)).isEmpty();
  }

  @Test
  void a_rate_of_bytes_is_kept_and_named() throws Exception {
    var told = new ArrayList<String>();
    var throttle =
        new Throttle(
            new Pace(0, 10_000_000, SourceLimits.NONE),
            () -> {
              throw new SQLException("nobody is to ask the source");
            },
            told::add);
    throttle.awaitSource(() -> false);
    long begun = System.nanoTime();
    throttle.spend(1, 1_500_000);
    throttle.spend(1, 1_500_000);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(290));
    assertThat(told).contains("held to copy.megabytesPerSecondMax").last().isEqualTo("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mariadb", "postgresql"})
  void the_copy_waits_while_the_source_runs_too_much_and_says_so(String engine) throws Exception {
    boolean mariaDb = engine.equals("mariadb");
    Site from = mariaDb ? Site.mariaDb() : Site.postgres();
    Site to = mariaDb ? Site.postgres() : Site.mariaDb();
    try (Crossing crossing =
        Crossing.of(
            from,
            to,
            "CREATE TABLE t (id int PRIMARY KEY)",
            "INSERT INTO t VALUES (1), (2), (3)")) {
      long usual;
      try (Connection connection = crossing.source.connect(Use.READ)) {
        Strain strain = crossing.source.workload().strain(connection);
        assertThat(strain.history()).isGreaterThanOrEqualTo(0);
        usual = strain.runningStatements();
      }
      var limits = limits((int) usual + SLEEPERS - 2, 0, 0, 0);
      var options = new CopyOptions(2, 100, 8L << 20, new Pace(0, 0, limits), 3, 10);
      var copier = new Copier(crossing.source, crossing.target, crossing.control, options);
      CopyProgress progress = copier.progress(crossing.tables());
      List<Connection> sleepers = sleepers(from, crossing.sourceDatabase, mariaDb);
      CompletableFuture<Boolean> copied =
          CompletableFuture.supplyAsync(() -> copied(copier, crossing, progress));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> progress.waiting().contains("held back: the source runs"));
      assertThat(progress.rows()).isZero();
      for (Connection sleeper : sleepers) {
        sleeper.abort(Runnable::run);
      }
      end(from, crossing.sourceDatabase, mariaDb);
      assertThat(copied.get(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
      assertThat(progress.rows()).isEqualTo(3);
      assertThat(progress.waiting()).isEmpty();
    }
  }

  private static boolean copied(Copier copier, Crossing crossing, CopyProgress progress) {
    try {
      return copier.copy(crossing.tables(), 1, progress);
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sessions that run a statement for ten minutes, once all of them do. */
  private static List<Connection> sleepers(Site site, String database, boolean mariaDb)
      throws SQLException {
    var sleepers = new ArrayList<Connection>();
    for (int i = 0; i < SLEEPERS; i++) {
      Connection sleeper = site.plain(database);
      sleepers.add(sleeper);
      CompletableFuture.runAsync(
          () -> {
            try (Statement statement = sleeper.createStatement()) {
              statement.execute(mariaDb ? "SELECT SLEEP(600)" : "SELECT pg_sleep(600)");
            } catch (SQLException e) {
              return; // It was ended.
            }
          },
          task -> new Thread(task, "sleeper").start());
    }
    return sleepers;
  }

  private static void end(Site site, String database, boolean mariaDb) throws SQLException {
    try (Connection connection = site.plain(database);
        Statement statement = connection.createStatement()) {
      if (!mariaDb) {
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%'"
                + " AND pid <> pg_backend_pid()");
        return;
      }
      var sessions = new ArrayList<Long>();
      try (var row =
          statement.executeQuery(
              "SELECT id FROM information_schema.processlist WHERE info = 'SELECT SLEEP(600)'")) {
        while (row.next()) {
          sessions.add(row.getLong(1));
        }
      }
      for (long session : sessions) {
        statement.execute("KILL " + session);
      }
    }
  }

  private static SourceLimits limits(int running, long history, int lagSeconds, int latencyMillis) {
    return new SourceLimits(
        running, history, Duration.ofSeconds(lagSeconds), Duration.ofMillis(latencyMillis));
  }
}
