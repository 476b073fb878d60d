package dev.migrationplanner.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.migrationplanner.database.ChangeLog;
import dev.migrationplanner.database.ChangeLog.LogLostException;
import dev.migrationplanner.database.KeyChange;
import dev.migrationplanner.database.LogPosition;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.Snapshot;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.ServerOptions;
import dev.migrationplanner.servers.SharedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LogOutageTest {

  @Test
  void guarantee1NoKeyIsLostOrToldTwiceWhenTheServerIsKilledUnderLoad() throws Exception {
    try (EmbeddedServer server = SharedServers.newMySql(ServerOptions.defaults());
        Fixture db = Fixture.on(server)) {
      db.app("CREATE TABLE t (id bigint PRIMARY KEY AUTO_INCREMENT, w int, v char(200))");
      ChangeLog log = db.database.changeLog("test", List.of(db.view("t")));
      LogPosition from = log.establish();
      var done = new AtomicBoolean();
      var committed = new AtomicLong();
      try (Collector collector = new Collector(log, from)) {
        List<Thread> writers = writers(db, done, committed);
        for (int kill = 0; kill < 2; kill++) {
          long before = committed.get();
          Awaitility.await()
              .atMost(Duration.ofSeconds(60))
              .until(() -> committed.get() > before + 300);
          server.kill();
          server.restart();
        }
        long before = committed.get();
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> committed.get() > before + 100);
        done.set(true);
        for (Thread writer : writers) {
          writer.join();
        }
        collector.sync();
        List<RowKey> told = collector.changes().stream().map(KeyChange::key).toList();
        List<RowKey> there = db.keys(db.view("t"));
        assertThat(told).doesNotHaveDuplicates();
        assertThat(new HashSet<>(told)).containsAll(there);
        assertThat(there.size()).isGreaterThanOrEqualTo((int) committed.get());
        assertThat(told.size() - there.size()).as("logged, but not there").isZero();
      }
    }
  }

  private static List<Thread> writers(Fixture db, AtomicBoolean done, AtomicLong committed) {
    var writers = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      var writer = new Thread(() -> write(db, done, committed));
      writer.start();
      writers.add(writer);
    }
    return writers;
  }

  private static void write(Fixture db, AtomicBoolean done, AtomicLong committed) {
    while (!done.get()) {
      try (Connection connection = db.server.dataSource(db.name).getConnection();
          Statement statement = connection.createStatement()) {
        while (!done.get()) {
          statement.execute("INSERT INTO t (w, v) VALUES (1, repeat('x', 200)), (2, 'y')");
          committed.addAndGet(2);
        }
      } catch (SQLException e) {
        Thread.onSpinWait(); // The server is down; try again.
      }
    }
  }

  @Test
  void aPurgedLogIsLostNotSkipped() throws Exception {
    try (EmbeddedServer server = SharedServers.newMySql(ServerOptions.defaults());
        Fixture db = Fixture.on(server)) {
      db.app("CREATE TABLE t (id int PRIMARY KEY)");
      ChangeLog log = db.database.changeLog("test", List.of(db.view("t")));
      LogPosition from = log.establish();
      db.app("INSERT INTO t VALUES (1)", "FLUSH BINARY LOGS", "INSERT INTO t VALUES (2)");
      db.app("FLUSH BINARY LOGS");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                db.app("PURGE BINARY LOGS TO 'binlog.000003'");
                assertThatThrownBy(() -> new Collector(log, from).sync())
                    .isInstanceOf(LogLostException.class);
              });
    }
  }

  @Test
  void aLogMadeAnewIsLostNotRead() throws Exception {
    try (EmbeddedServer server = SharedServers.newMySql(ServerOptions.defaults());
        Fixture db = Fixture.on(server)) {
      db.app("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
      ChangeLog log = db.database.changeLog("test", List.of(db.view("t")));
      if (SharedServers.mySqlEngine().equals("mysql")) {
        db.app("FLUSH BINARY LOGS"); // There the file's number tells, which begins at 1 again.
      }
      LogPosition from = log.establish();
      db.app(
          SharedServers.mySqlEngine().equals("mysql")
              ? "RESET BINARY LOGS AND GTIDS"
              : "RESET MASTER");
      for (int i = 2; i < 60; i++) {
        db.app("INSERT INTO t VALUES (" + i + ")");
      }
      assertThatThrownBy(() -> new Collector(log, from).sync())
          .isInstanceOf(LogLostException.class)
          .hasMessageContaining("full comparison");
    }
  }

  /** Rule 1: delivery is not visibility. */
  @Test
  void whatIsDeliveredBeforeItIsVisibleIsNotCovered() throws Exception {
    assumeTrue(SharedServers.mySqlEngine().equals("mariadb"), "MySQL has it as a plugin");
    ServerOptions options =
        ServerOptions.defaults()
            .with("rpl_semi_sync_master_enabled", "ON")
            .with("rpl_semi_sync_master_wait_point", "AFTER_SYNC")
            .with("rpl_semi_sync_master_timeout", "1");
    try (EmbeddedServer server = SharedServers.newMySql(options);
        Fixture db = Fixture.on(server)) {
      db.app("CREATE TABLE t (id int PRIMARY KEY)");
      ChangeLog log = db.database.changeLog("test", List.of(db.view("t")));
      LogPosition from = log.establish();
      db.app(
          "SET GLOBAL rpl_semi_sync_master_enabled=OFF",
          "SET GLOBAL rpl_semi_sync_master_wait_no_slave=ON",
          "SET GLOBAL rpl_semi_sync_master_timeout=4000",
          "SET GLOBAL rpl_semi_sync_master_enabled=ON");
      try (Collector collector = new Collector(log, from)) {
        var writer = new Thread(() -> insert(db));
        writer.start();
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> !collector.changes().isEmpty());
        assertThat(writer.isAlive()).as("the commit still waits").isTrue();
        try (Snapshot snapshot = db.database.snapshot(List.of(db.view("t")))) {
          assertThat(MySqlRows.keys(snapshot.connection(), db.view("t"), "", "`t`")).isEmpty();
          assertThat(snapshot.visible().covers(collector.full().get(0).tag())).isFalse();
        }
        LogPosition meanwhile = log.establish();
        writer.join();
        try (Snapshot snapshot = db.database.snapshot(List.of(db.view("t")))) {
          assertThat(snapshot.visible().covers(collector.full().get(0).tag())).isTrue();
        }
        try (Collector second = new Collector(log, meanwhile).sync()) {
          assertThat(second.changes()).as("P0 is a V, never a log end").hasSize(1);
        }
      }
    }
  }

  private static void insert(Fixture db) {
    try {
      db.app("INSERT INTO t VALUES (1)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
