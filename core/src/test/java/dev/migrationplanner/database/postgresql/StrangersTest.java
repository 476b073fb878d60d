package dev.migrationplanner.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Strangers.Seen;
import dev.migrationplanner.database.Strangers.Stranger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Guarantee 7: "... other writers are shut out in the database, or phase 5 does not open." */
class StrangersTest {

  private static Shop shop;
  private static String till;
  private static String reader;
  private static String clerk;
  private static String chief;

  @BeforeAll
  static void open() throws Exception {
    shop = Shop.open();
    till = "till_" + shop.name;
    reader = "reader_" + shop.name;
    clerk = "clerk_" + shop.name;
    chief = "chief_" + shop.name;
    shop.sql(
        "CREATE TABLE t (id int PRIMARY KEY, v int)",
        "CREATE ROLE " + till + " LOGIN",
        "GRANT INSERT, SELECT ON t TO " + till,
        "CREATE ROLE " + reader + " LOGIN",
        "GRANT SELECT ON t TO " + reader,
        "CREATE ROLE people_" + shop.name,
        "GRANT UPDATE (v) ON t TO people_" + shop.name,
        "CREATE ROLE " + clerk + " LOGIN NOINHERIT IN ROLE people_" + shop.name,
        "CREATE ROLE " + chief + " LOGIN SUPERUSER");
  }

  @AfterAll
  static void close() throws Exception {
    shop.sql("DROP ROLE " + chief);
    shop.close();
  }

  private static Seen look() throws SQLException {
    try (Connection connection = shop.database.connect(Use.READ)) {
      Seen seen = shop.database.strangers().look(connection);
      List<Stranger> ours =
          seen.strangers().stream().filter(s -> s.account().endsWith(shop.name)).toList();
      return new Seen(ours, seen.preparedTransactions(), seen.schedulerRuns());
    }
  }

  @Test
  void guarantee_7_whoever_may_write_by_any_way_is_named_and_readers_are_not() throws Exception {
    assertThat(look().strangers())
        .contains(
            new Stranger(clerk, true, false, 0),
            new Stranger(chief, true, true, 0),
            new Stranger(till, true, false, 0))
        .hasSize(3);
  }

  @Test
  void guarantee_7_the_statements_word_for_word_leave_nobody() throws Exception {
    Connection open =
        DriverManager.getConnection(
            shop.server.jdbcUrl(shop.name).replace("user=postgres", "user=" + till));
    open.setAutoCommit(false);
    open.createStatement().execute("INSERT INTO t VALUES (1, 1)");
    assertThat(look().strangers()).contains(new Stranger(till, true, false, 1));
    shop.sql("ALTER ROLE " + till + " NOLOGIN", "REVOKE INSERT ON t FROM " + till);
    assertThat(look().strangers()).contains(new Stranger(till, false, false, 1));
    shop.sql("GRANT INSERT ON t TO " + till);
    List<String> accounts = List.of(chief, clerk, till);
    shop.sql(shop.database.strangers().shutOut(accounts).toArray(String[]::new));
    for (int look = 0; look < 100 && !look().strangers().isEmpty(); look++) {
      Thread.sleep(50);
    }
    assertThat(look().strangers()).isEmpty();
    assertThatThrownBy(open::commit).isInstanceOf(SQLException.class);
    shop.sql(shop.database.strangers().letIn(accounts).toArray(String[]::new));
    assertThat(look().strangers()).hasSize(3);
  }
}
