package dev.migrationplanner.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.database.ChangeTag;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Failure;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.TableView;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Opening, sessions, snapshots, our own tables. */
class ConnectTest {

  private static Shop shop;

  @BeforeAll
  static void open() throws Exception {
    shop = Shop.open();
  }

  @AfterAll
  static void close() throws Exception {
    shop.close();
  }

  @Test
  void theServerIsDescribed() {
    assertThat(shop.database.server().product()).isEqualTo("PostgreSQL");
    assertThat(shop.database.server().version()).startsWith("18");
    assertThat(shop.database.server().identity()).matches("\\d+/1");
    assertThat(shop.database.server().settings()).containsEntry("wal_level", "logical");
  }

  @Test
  void aWrongPlaceIsExplained() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    Endpoint good = shop.endpoint("postgres", shop.name, "public", "");
    refused(
        good,
        "postgresql://postgres@127.0.0.1:" + free,
        "nothing listens",
        e -> free,
        "public",
        shop.name);
    refused(good, "no database \"nowhere\"", "Create it", e -> e.port(), "public", "nowhere");
    refused(good, "no schema \"nowhere\"", "correct the name", e -> e.port(), "nowhere", shop.name);
  }

  private interface Port {
    int of(Endpoint endpoint);
  }

  private static void refused(
      Endpoint e, String what, String remedy, Port port, String schema, String name) {
    Endpoint wrong =
        new Endpoint(
            e.engine(),
            e.host(),
            port.of(e),
            name,
            schema,
            e.user(),
            e.password(),
            e.tls(),
            Map.of());
    assertThatThrownBy(() -> Databases.open(wrong))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(what)
        .hasMessageContaining(remedy);
  }

  @Test
  void plainTextBeyondThisMachineAndDangerousOptionsAreRefused() throws Exception {
    Endpoint e = shop.endpoint("postgres", shop.name, "public", "geheim");
    Endpoint far =
        new Endpoint(
            e.engine(),
            "192.0.2.1",
            e.port(),
            e.database(),
            e.schema(),
            e.user(),
            e.password(),
            e.tls(),
            Map.of());
    assertThatThrownBy(() -> Databases.open(far))
        .hasMessageContaining("plain text")
        .message()
        .doesNotContain("geheim");
    Endpoint factory =
        new Endpoint(
            e.engine(),
            e.host(),
            e.port(),
            e.database(),
            e.schema(),
            e.user(),
            e.password(),
            e.tls(),
            Map.of("socketFactory", "x.Y"));
    assertThatThrownBy(() -> Databases.open(factory))
        .hasMessageContaining("socketFactory")
        .hasMessageContaining("not allowed");
    Endpoint address =
        new Endpoint(
            e.engine(),
            "h/db?socketFactory=x",
            e.port(),
            e.database(),
            e.schema(),
            e.user(),
            e.password(),
            e.tls(),
            Map.of());
    assertThatThrownBy(() -> Databases.open(address)).hasMessageContaining("refused");
  }

  @Test
  void aRoleWithFewRightsOpensAndIsToldWhatItMayNot() throws Exception {
    shop.sql("CREATE ROLE weak_" + shop.name + " LOGIN");
    try (Database weak =
        Databases.open(shop.endpoint("weak_" + shop.name, shop.name, "public", ""))) {
      assertThat(weak.server().identity()).isEqualTo(shop.database.server().identity());
      try (Connection connection = weak.connect(Use.WRITE)) {
        assertThat(ServerFacts.one(connection, "SHOW session_replication_role"))
            .isEqualTo("origin");
      }
    }
  }

  @Test
  void everySessionIsFixed() throws Exception {
    for (Use use : Use.values()) {
      try (Connection connection = shop.database.connect(use)) {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(ServerFacts.one(connection, "SHOW TimeZone")).isEqualTo("UTC");
        assertThat(ServerFacts.one(connection, "SHOW search_path")).isEqualTo("\"\"");
        assertThat(ServerFacts.one(connection, "SHOW row_security")).isEqualTo("off");
        assertThat(ServerFacts.one(connection, "SHOW lock_timeout")).isNotEqualTo("0");
        assertThat(ServerFacts.one(connection, "SHOW statement_timeout")).isNotEqualTo("0");
        assertThat(ServerFacts.one(connection, "SHOW session_replication_role"))
            .isEqualTo(use == Use.WRITE ? "replica" : "origin");
      }
    }
  }

  @Test
  void aConnectionComesBackClean() throws Exception {
    shop.sql("CREATE TABLE clean (id int PRIMARY KEY)");
    try (Connection connection = shop.database.connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("INSERT INTO public.clean VALUES (1)");
    }
    assertThat(shop.one("SELECT count(*) FROM clean")).isEqualTo("0");
  }

  @Test
  void errorsAreClassed() throws Exception {
    Database database = shop.database;
    for (String state : List.of("40001", "40P01", "55P03", "57P01", "08006", "53100", "53300")) {
      assertThat(database.classify(new SQLException("", state))).isEqualTo(Failure.RETRY);
    }
    assertThat(database.classify(new SQLException("", "23505"))).isEqualTo(Failure.DEFER);
    assertThat(database.classify(new SQLException("", "22021"))).isEqualTo(Failure.DEFER);
    assertThat(database.classify(new SQLException("", "42P01"))).isEqualTo(Failure.FAIL);
    assertThat(database.classify(new SQLException(""))).isEqualTo(Failure.FAIL);
  }

  @Test
  void aSnapshotSeesWhatWasVisibleAndSaysSo() throws Exception {
    shop.sql("CREATE TABLE seen (id int PRIMARY KEY)", "INSERT INTO seen VALUES (1)");
    TableView view = shop.view("seen");
    try (Connection open = shop.server.dataSource(shop.name).getConnection()) {
      open.setAutoCommit(false);
      open.createStatement().execute("INSERT INTO seen VALUES (2)");
      String running = ServerFacts.one(open, "SELECT pg_current_xact_id()::text");
      shop.sql("BEGIN", "INSERT INTO seen VALUES (3)");
      String done = shop.one("SELECT pg_current_xact_id()::text");
      shop.sql("COMMIT");
      try (var snapshot = shop.database.snapshot(List.of(view))) {
        open.commit();
        shop.sql("BEGIN", "INSERT INTO seen VALUES (4)");
        String later = shop.one("SELECT pg_current_xact_id()::text");
        shop.sql("COMMIT");
        var rows = new RowBuffer(1);
        shop.database.rows().read(snapshot.connection(), view, Shop.keys(1, 2, 3, 4), rows);
        assertThat(Shop.texts(rows)).containsExactlyInAnyOrder("[1]", "[3]");
        assertThat(snapshot.visible().covers(new ChangeTag(done))).isTrue();
        assertThat(snapshot.visible().covers(new ChangeTag(running))).isFalse();
        assertThat(snapshot.visible().covers(new ChangeTag(later))).isFalse();
        assertThat(XidSet.parse(snapshot.visible().text())).isEqualTo(snapshot.visible());
      }
    }
  }

  @Test
  void aRewriteOfATableCannotEmptyASnapshot() throws Exception {
    shop.sql(
        "CREATE TABLE rewritten (id int PRIMARY KEY, v int)",
        "INSERT INTO rewritten VALUES (1, 1)");
    TableView view = shop.view("rewritten");
    try (var snapshot = shop.database.snapshot(List.of(view))) {
      String before = snapshot.fingerprint();
      assertThatThrownBy(
              () ->
                  shop.sql(
                      "SET lock_timeout = '50ms'", "ALTER TABLE rewritten ALTER v TYPE bigint"))
          .hasMessageContaining("lock timeout");
      shop.sql("SET lock_timeout = 0");
      assertThat(snapshot.fingerprint()).isEqualTo(before);
    }
    String before;
    try (Connection connection = shop.database.connect(Use.READ)) {
      before = shop.database.catalog().fingerprint(connection, List.of(view));
    }
    shop.sql("ALTER TABLE rewritten ALTER v TYPE bigint");
    try (Connection connection = shop.database.connect(Use.READ)) {
      assertThat(shop.database.catalog().fingerprint(connection, List.of(view)))
          .isNotEqualTo(before);
    }
  }

  @Test
  void ourTablesAreMadeAndRemovedTwiceWithoutHarm() throws Exception {
    var control = shop.database.controlSql();
    try (Connection connection = shop.database.connect(Use.CREATE)) {
      for (int i = 0; i < 2; i++) {
        for (String sql : control.install()) {
          connection.createStatement().execute(sql);
        }
      }
      try (var exists = connection.prepareStatement(control.exists())) {
        exists.setString(1, "epoch");
        assertThat(exists.executeQuery().next()).isTrue();
        exists.setString(1, "nothing");
        assertThat(exists.executeQuery().next()).isFalse();
      }
      connection.createStatement().execute(control.lockTimeout(50));
      for (int i = 0; i < 2; i++) {
        for (String sql : control.remove()) {
          connection.createStatement().execute(sql);
        }
      }
      connection.createStatement().execute(control.lockTimeoutReset());
    }
  }

  @Test
  void theExclusiveLockOfTheEpochWaitsForSharedOnes() throws Exception {
    shop.installControl();
    var control = shop.database.controlSql();
    try (Connection writer = shop.database.connect(Use.WRITE);
        Connection flip = shop.database.connect(Use.WRITE)) {
      writer.setAutoCommit(false);
      flip.setAutoCommit(false);
      writer.createStatement().execute(control.lockEpoch(false).get(0));
      flip.createStatement().execute(control.lockTimeout(50));
      assertThatThrownBy(() -> flip.createStatement().execute(control.lockEpoch(true).get(0)))
          .isInstanceOf(SQLException.class)
          .satisfies(
              e -> assertThat(shop.database.classify((SQLException) e)).isEqualTo(Failure.RETRY));
      flip.rollback();
      writer.commit();
      flip.createStatement().execute(control.lockEpoch(true).get(0));
      flip.rollback();
    }
    shop.sql(control().toArray(String[]::new));
  }

  private static List<String> control() {
    return shop.database.controlSql().remove();
  }
}
