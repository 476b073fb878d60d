package dev.migrationplanner.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.database.ChangeLog;
import dev.migrationplanner.database.ChangeLog.LogReader;
import dev.migrationplanner.database.LogPosition;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log under crashes and waits, on a server of its own. Guarantee 1. */
class ChangeLogFaultsTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private EmbeddedPostgres server;
  private Shop shop;
  private TableView view;
  private final Collector got = new Collector();

  @BeforeEach
  void open() throws Exception {
    server = EmbeddedPostgres.start();
    shop = new Shop(server);
    shop.installControl();
    shop.sql("CREATE TABLE t (id int PRIMARY KEY)");
    view = shop.view("t");
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
    server.close();
  }

  private void insert(int from, int to) throws SQLException {
    try (Connection connection = server.dataSource(shop.name).getConnection()) {
      for (int i = from; i < to; i++) {
        connection.createStatement().execute("INSERT INTO t VALUES (" + i + ")");
      }
    }
  }

  @Test
  void aKilledServerIsReadOnWithoutLossOrRepetition() throws Exception {
    ChangeLog log = shop.database.changeLog("m", List.of(view));
    LogPosition start = log.establish();
    try (LogReader reader = log.read(start, got)) {
      insert(0, 100);
      assertThat(reader.awaitReached(reader.markEnd(), SOON)).isTrue();
      reader.acknowledge(reader.position());
      insert(100, 200);
      server.kill();
      server.restart();
      insert(200, 300);
      assertThat(reader.awaitReached(markEnd(reader), SOON)).isTrue();
      assertThat(got.changes()).hasSize(300).doesNotHaveDuplicates();
      server.restart();
      insert(300, 400);
      assertThat(reader.awaitReached(markEnd(reader), SOON))
          .as("also after an orderly restart")
          .isTrue();
      assertThat(got.changes()).hasSize(400).doesNotHaveDuplicates();
    }
  }

  /** Pooled connections of before the crash fail once; that is the caller's to try again. */
  private static ChangeLog.LogMark markEnd(LogReader reader) throws Exception {
    for (int i = 0; ; i++) {
      try {
        return reader.markEnd();
      } catch (SQLException e) {
        if (i == 20) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  /** A missing synchronous standby: the event comes long before the row can be seen. */
  @Test
  void deliveredIsNotVisible() throws Exception {
    ChangeLog log = shop.database.changeLog("m", List.of(view));
    LogPosition start = log.establish();
    try (LogReader reader = log.read(start, got)) {
      standby("nope");
      var commit = CompletableFuture.runAsync(() -> insertQuietly(7));
      org.awaitility.Awaitility.await().atMost(SOON).until(() -> !got.real().isEmpty());
      try (var snapshot = shop.database.snapshot(List.of(view))) {
        assertThat(reader.awaitReached(reader.markEnd(), Duration.ofSeconds(5)))
            .as("our own mark does not wait for the standby")
            .isTrue();
        var rows = new RowBuffer(1);
        shop.database.rows().read(snapshot.connection(), view, Shop.keys(7), rows);
        assertThat(rows.rows()).isEmpty();
        assertThat(snapshot.visible().covers(got.real().get(0).tag())).isFalse();
      }
      assertThat(commit).isNotDone();
      standby("");
      commit.get(20, TimeUnit.SECONDS);
      try (var snapshot = shop.database.snapshot(List.of(view))) {
        assertThat(snapshot.visible().covers(got.real().get(0).tag())).isTrue();
      }
    }
  }

  /** Rule 2: such a transaction is in neither the slot nor the snapshot, so P0 waits for it. */
  @Test
  void theLogBeginsOnlyWhenEverybodyOpenHasEnded() throws Exception {
    standby("nope");
    var commit = CompletableFuture.runAsync(() -> insertQuietly(7));
    org.awaitility.Awaitility.await()
        .atMost(SOON)
        .until(
            () ->
                shop.one("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
                    .equals("1"));
    ChangeLog log = shop.database.changeLog("m", List.of(view));
    var established =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return log.establish();
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThatThrownBy(() -> established.get(2, TimeUnit.SECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);
    standby("");
    commit.get(20, TimeUnit.SECONDS);
    LogPosition start = established.get(20, TimeUnit.SECONDS);
    assertThat(shop.read(view, Shop.keys(7)).rows())
        .as("visible to every snapshot from now on")
        .hasSize(1);
    try (LogReader reader = log.read(start, got)) {
      insert(8, 9);
      assertThat(reader.awaitReached(reader.markEnd(), SOON)).isTrue();
      assertThat(got.changes()).contains("INSERT t [8]");
    }
  }

  private void standby(String name) throws SQLException {
    shop.sql(
        "ALTER SYSTEM SET synchronous_standby_names = '" + name + "'", "SELECT pg_reload_conf()");
    org.awaitility.Awaitility.await()
        .atMost(SOON)
        .until(
            () -> {
              try (Connection connection = server.dataSource(shop.name).getConnection()) {
                return ServerFacts.one(connection, "SHOW synchronous_standby_names").equals(name);
              }
            });
  }

  private void insertQuietly(int id) {
    try {
      insert(id, id + 1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
