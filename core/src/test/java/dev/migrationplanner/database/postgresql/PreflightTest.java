package dev.migrationplanner.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.database.Requirement;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.servers.EmbeddedPostgres;
import dev.migrationplanner.sync.Pair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PreflightTest {

  private static Shop shop;

  @BeforeAll
  static void open() throws Exception {
    shop = Shop.open();
    shop.sql(
        "CREATE TABLE t (id serial PRIMARY KEY, v text)",
        "CREATE TABLE u (id int PRIMARY KEY)",
        "REVOKE ALL ON DATABASE " + shop.name + " FROM PUBLIC");
  }

  @AfterAll
  static void close() throws Exception {
    shop.close();
  }

  private static List<String> unmet(Database database, Set<Use> uses) throws Exception {
    return database.preflight(uses).stream().filter(r -> !r.met()).map(Requirement::id).toList();
  }

  @Test
  void anAdministratorOfAGoodServerLacksNothing() throws Exception {
    assertThat(unmet(shop.database, EnumSet.allOf(Use.class))).isEmpty();
    assertThat(shop.database.preflight(EnumSet.allOf(Use.class)))
        .extracting(Requirement::id)
        .contains(
            "postgresql.wal-level",
            "postgresql.grant-read",
            "postgresql.wal-kept",
            "postgresql.primary")
        .doesNotHaveDuplicates();
  }

  /** Rule 1: a standby called an open transaction visible; it is nobody's authority. */
  @Test
  void aStandbyIsRefusedByName() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      server.createDatabase("standby");
      Path data;
      try (Connection connection = server.adminConnection()) {
        data = Path.of(ServerFacts.one(connection, "SHOW data_directory"));
      }
      server.stop();
      Files.createFile(data.resolve("standby.signal"));
      server.restart();
      try (Database standby = Databases.open(Pair.endpoint("postgresql", server, "standby"))) {
        for (Set<Use> uses : List.of(Set.of(Use.READ), Set.of(Use.LOG), Set.of(Use.WRITE))) {
          assertThat(standby.preflight(uses))
              .filteredOn(requirement -> requirement.id().equals("postgresql.primary"))
              .singleElement()
              .satisfies(
                  requirement -> {
                    assertThat(requirement.met()).isFalse();
                    assertThat(requirement.found()).isEqualTo("a standby");
                    assertThat(requirement.remedy()).isEqualTo("connect to the primary");
                  });
        }
        TableView none = shop.view("t");
        assertThatThrownBy(() -> standby.changeLog("standby", List.of(none)).establish())
            .isInstanceOf(SQLException.class);
      }
    }
  }

  /** Carrying the remedies out, word for word, meets the requirements; and then the work works. */
  @Test
  void theRemediesMendWhatIsMissing() throws Exception {
    String role = "mig_" + shop.name;
    shop.sql(
        "CREATE ROLE " + role + " LOGIN",
        "GRANT CONNECT ON DATABASE " + shop.name + " TO " + role,
        "CREATE ROLE owner_" + shop.name,
        "ALTER TABLE t OWNER TO owner_" + shop.name,
        "ALTER TABLE u OWNER TO owner_" + shop.name,
        "ALTER TABLE u ENABLE ROW LEVEL SECURITY");
    Set<Use> all = EnumSet.allOf(Use.class);
    try (Database weak = Databases.open(shop.endpoint(role, shop.name, "public", ""))) {
      List<Requirement> missing = weak.preflight(all).stream().filter(r -> !r.met()).toList();
      assertThat(missing)
          .extracting(Requirement::id)
          .containsExactlyInAnyOrder(
              "postgresql.grant-read",
              "postgresql.row-security",
              "postgresql.replication",
              "postgresql.grant-publication",
              "postgresql.grant-write",
              "postgresql.grant-sequences",
              "postgresql.grant-temp",
              "postgresql.grant-control",
              "postgresql.replication-role",
              "postgresql.grant-create");
      for (Requirement requirement : missing) {
        assertThat(requirement.remedy()).isNotEmpty();
        String sql =
            requirement
                .remedy()
                .replace("and for each owner of tables: ", "")
                .replace("<owner>", "owner_" + shop.name);
        shop.sql(sql);
      }
    }
    try (Database able = Databases.open(shop.endpoint(role, shop.name, "public", ""))) {
      assertThat(unmet(able, all)).isEmpty();
      try (var connection = able.connect(Use.WRITE)) {
        for (String sql : able.controlSql().install()) {
          connection.createStatement().execute(sql);
        }
        connection.setAutoCommit(false);
        TableView view = shop.view("t");
        able.rows().equalize(connection, view, Shop.keys(1), Shop.rows(view, Shop.row(1, "x")));
        connection.commit();
      }
      var log = able.changeLog("least", List.of(shop.view("t")));
      var got = new Collector();
      try (var reader = log.read(log.establish(), got)) {
        shop.sql("UPDATE t SET v = 'y'");
        assertThat(reader.awaitReached(reader.markEnd(), java.time.Duration.ofSeconds(20)))
            .isTrue();
        assertThat(got.changes()).containsExactly("UPDATE t [1]");
      }
      log.drop();
    }
  }
}
