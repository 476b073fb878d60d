package dev.migrationplanner.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.database.Strangers.Seen;
import dev.migrationplanner.database.Strangers.Stranger;
import dev.migrationplanner.servers.SharedServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guarantee 7: "... other writers are shut out in the database, or phase 5 does not open." */
class StrangersTest {

  private static final String USERS = "till@'%', reader@'%', clerk@'10.%', wild@'%', least@'%'";

  private Fixture db;

  @BeforeEach
  void open() throws Exception {
    db = Fixture.fresh();
    db.app(
        "CREATE TABLE t (id int PRIMARY KEY, v int)",
        "CREATE USER " + USERS,
        "GRANT SELECT, INSERT, UPDATE ON `" + db.name + "`.* TO till@'%'",
        "GRANT SELECT ON `" + db.name + "`.* TO reader@'%', least@'%'",
        "CREATE ROLE clerks",
        "CREATE ROLE people",
        "GRANT UPDATE (v) ON `" + db.name + "`.t TO clerks",
        "GRANT clerks TO people",
        "GRANT people TO clerk@'10.%'",
        "GRANT DELETE ON `my\\_%`.* TO wild@'%'");
  }

  @AfterEach
  void close() throws Exception {
    db.app("DROP USER " + USERS, "DROP ROLE clerks, people");
    db.close();
  }

  @Test
  void guarantee_7_whoever_may_write_by_any_way_is_named_and_readers_are_not() throws Exception {
    assertThat(look(db.database).strangers())
        .extracting(Stranger::account)
        .containsExactlyInAnyOrder("till@%", "clerk@10.%", "wild@%");
  }

  @Test
  void guarantee_7_the_statements_word_for_word_leave_nobody() throws Exception {
    List<String> accounts = List.of("till@%", "clerk@10.%", "wild@%");
    try (Connection open =
        DriverManager.getConnection(db.server.jdbcUrl(db.name).replace("root", "till"))) {
      open.setAutoCommit(false);
      open.createStatement().execute("INSERT INTO t VALUES (1, 1)");
      assertThat(look(db.database).strangers()).contains(new Stranger("till@%", true, false, 1));
      db.app("ALTER USER till@'%' ACCOUNT LOCK");
      assertThat(look(db.database).strangers()).contains(new Stranger("till@%", false, false, 1));
      shutOut(accounts);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(look(db.database)).isEqualTo(new Seen(List.of(), 0, false)));
      assertThatThrownBy(open::commit).isInstanceOf(SQLException.class);
    }
    db.app(db.database.strangers().letIn(accounts).toArray(String[]::new));
    assertThat(look(db.database).strangers()).hasSize(3);
  }

  /** As a DBA does it: where a statement prints others, those too. */
  private void shutOut(List<String> accounts) throws SQLException {
    try (Connection dba = db.server.dataSource(db.name).getConnection();
        Statement statement = dba.createStatement()) {
      for (String sql : db.database.strangers().shutOut(accounts)) {
        var printed = new ArrayList<String>();
        if (statement.execute(sql) && sql.contains("KILL")) {
          try (ResultSet row = statement.getResultSet()) {
            while (row.next()) {
              printed.add(row.getString(1));
            }
          }
        }
        for (String kill : printed) {
          statement.execute(kill);
        }
      }
    }
  }

  @Test
  void guarantee_7_a_session_whose_account_is_gone_and_a_prepared_branch_are_seen()
      throws Exception {
    try (Connection open =
        DriverManager.getConnection(db.server.jdbcUrl(db.name).replace("root", "till"))) {
      for (String sql :
          List.of("XA START 'x'", "INSERT INTO t VALUES (2, 2)", "XA END 'x'", "XA PREPARE 'x'")) {
        open.createStatement().execute(sql);
      }
      db.app("RENAME USER till@'%' TO gone@'%'");
      Seen seen = look(db.database);
      db.app("RENAME USER gone@'%' TO till@'%'");
      assertThat(seen.preparedTransactions()).isEqualTo(1);
      assertThat(seen.strangers()).contains(new Stranger("till", false, false, 1));
    } finally {
      // MySQL lets another session end it only once its own is over.
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(
              () -> {
                db.app("XA ROLLBACK 'x'");
                return true;
              });
    }
  }

  @Test
  void events_of_a_running_scheduler_are_writers_too() throws Exception {
    db.app("CREATE EVENT e ON SCHEDULE EVERY 1 YEAR DO DELETE FROM t");
    assertThat(look(db.database).schedulerRuns()).isFalse();
    db.app("SET GLOBAL event_scheduler = ON");
    assertThat(look(db.database).schedulerRuns()).isTrue();
    db.app("SET GLOBAL event_scheduler = OFF");
  }

  @Test
  void guarantee_6_who_may_not_look_is_told_the_grant_and_sees_nothing() throws Exception {
    try (Database least =
        Databases.open(
            Fixture.endpoint(
                SharedServers.mySqlEngine(), db.server.port(), db.name, "least", ""))) {
      assertThatThrownBy(() -> look(least))
          .hasMessageContaining("GRANT SELECT ON `mysql`.* TO 'least'@'%'");
      db.app("GRANT SELECT ON `mysql`.* TO 'least'@'%'");
      assertThatThrownBy(() -> look(least)).hasMessageContaining("GRANT PROCESS ON *.*");
      db.app("GRANT PROCESS ON *.* TO 'least'@'%'");
      assertThatThrownBy(() -> look(least)).hasMessageContaining("GRANT EVENT ON");
      db.app("GRANT EVENT ON `" + db.name + "`.* TO 'least'@'%'");
      if (SharedServers.mySqlEngine().equals("mysql")) {
        assertThatThrownBy(() -> look(least)).hasMessageContaining("GRANT XA_RECOVER_ADMIN ON *.*");
        db.app("GRANT XA_RECOVER_ADMIN ON *.* TO 'least'@'%'");
      }
      assertThat(look(least).strangers())
          .extracting(Stranger::account)
          .contains("till@%", "root@localhost");
      assertThat(look(least).strangers())
          .filteredOn(s -> s.account().startsWith("root"))
          .allMatch(Stranger::administrator);
    }
  }

  private static Seen look(Database database) throws SQLException {
    try (Connection connection = database.connect(Use.READ)) {
      return database.strangers().look(connection);
    }
  }
}
