package dev.migrationplanner.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.migrationplanner.copy.Crossing;
import dev.migrationplanner.copy.Crossing.Site;
import dev.migrationplanner.database.Connections;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Lookup;
import dev.migrationplanner.database.Lookup.How;
import dev.migrationplanner.database.Workload;
import dev.migrationplanner.servers.DebianServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application's statements explained on both sides, as servers keep their texts. */
final class LookupsTest {

  @TempDir Path directory;

  private static final String[] MARIADB = {
    """
    CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL, note varchar(200), place point,
      KEY by_customer (customer), KEY by_note (note(10)))""",
    "INSERT INTO orders (id, customer, note) SELECT seq, seq % 500, concat('note ', seq) FROM seq_1_to_5000",
    "CREATE TABLE empty_one (id int PRIMARY KEY)",
    "ANALYZE TABLE orders"
  };

  private static final String[] POSTGRESQL = {
    "CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL, note text)",
    "CREATE INDEX by_customer ON orders (customer)",
    "INSERT INTO orders SELECT n, n % 500, 'note ' || n FROM generate_series(1, 5000) n",
    "ANALYZE orders"
  };

  /** In the performance schema's words. */
  private static final List<String> DIGESTS =
      List.of(
          "SELECT * FROM `orders` WHERE `customer` = ? LIMIT ?, ...",
          "SELECT COUNT ( * ) FROM `orders` `o` WHERE `o` . `id` IN (...)",
          "UPDATE `orders` SET `note` = ? WHERE `id` = ?",
          "DELETE FROM `orders` WHERE `customer` + ? = ?",
          "INSERT INTO `orders` VALUES (...) /* , ... */",
          "SELECT * FROM `orders` WHERE `note` LIKE ?",
          "SELECT `customer` , GROUP_CONCAT ( `note` ) FROM `orders` WHERE `id` = ? GROUP BY `customer`",
          "SELECT * FROM `gone` WHERE `id` = ?",
          "SELECT 'cut ...");

  @Test
  void statements_of_mariadb_are_explained_there_and_among_empty_tables_of_postgresql()
      throws Exception {
    try (Crossing crossing = Crossing.of(Site.mariaDb(), Site.postgres(), MARIADB)) {
      List<Lookup> here = onSource(crossing, DIGESTS);
      assertThat(here)
          .as("%s", here)
          .extracting(Lookup::how)
          .containsExactly(
              How.INDEX,
              How.INDEX,
              How.INDEX,
              How.WHOLE_TABLE,
              How.NONE,
              How.INDEX,
              How.INDEX,
              How.UNKNOWN,
              How.UNKNOWN);
      assertThat(here.get(0).said()).isEqualTo("orders by by_customer");
      assertThat(here.get(3).said()).isEqualTo("orders: the whole table");
      var schemas = crossing.rowsOnTarget("SELECT nspname FROM pg_namespace ORDER BY 1");
      List<Lookup> there = onTarget(crossing, DIGESTS);
      assertThat(there)
          .extracting(Lookup::how)
          .containsExactly(
              How.INDEX,
              How.INDEX,
              How.INDEX,
              How.WHOLE_TABLE,
              How.NONE,
              How.WHOLE_TABLE,
              How.UNKNOWN,
              How.UNKNOWN,
              How.UNKNOWN);
      assertThat(there.get(0).said()).contains("orders by ").contains("customer");
      assertThat(there.get(5).said()).as("LIKE is not served").contains("the whole table");
      assertThat(there.get(6).said()).startsWith("refused: ").contains("group_concat");
      assertThat(there.get(7).said()).contains("gone");
      assertThat(crossing.rowsOnTarget("SELECT nspname FROM pg_namespace ORDER BY 1"))
          .isEqualTo(schemas);
    }
  }

  @Test
  void statements_of_postgresql_are_explained_there_and_mariadb_says_that_it_cannot_try()
      throws Exception {
    try (Crossing crossing = Crossing.of(Site.postgres(), Site.mariaDb(), POSTGRESQL)) {
      List<String> texts =
          List.of(
              "SELECT * FROM orders WHERE customer = $1 LIMIT $2 FOR UPDATE",
              "UPDATE orders SET note = $1 WHERE note = $2 RETURNING id",
              "DELETE FROM orders WHERE id = ANY ($1)",
              "SELECT 1; DROP TABLE orders");
      List<Lookup> here = onSource(crossing, texts);
      assertThat(here)
          .extracting(Lookup::how)
          .containsExactly(How.INDEX, How.WHOLE_TABLE, How.INDEX, How.UNKNOWN);
      assertThat(here.get(0).said()).isEqualTo("orders by by_customer");
      assertThat(onTarget(crossing, texts)).isEmpty();
    }
  }

  @Test
  void connections_are_counted_and_no_pooler_is_seen_where_there_is_none() throws Exception {
    try (Crossing crossing = Crossing.of(Site.mariaDb(), Site.postgres(), MARIADB)) {
      for (var database : List.of(crossing.source, crossing.target)) {
        Connections seen = Between.us(database);
        assertThat(seen.max()).isPositive();
        assertThat(seen.used()).isBetween(1L, seen.max());
        assertThat(seen.free()).isBetween(0L, seen.max() - seen.reserved());
        assertThat(seen.servedPort()).isEqualTo(database.endpoint().port());
        assertThat(seen.pooled()).isFalse();
      }
    }
  }

  /** MySQL keeps digests unless it is told not to; it is not in Maven (servers/debian.sh). */
  @Test
  void what_an_application_asked_of_mysql_is_known_explained_and_set_beside_the_target()
      throws Exception {
    Optional<Site> mysql = Site.debian("mysql", DebianServers.Kind.MYSQL);
    assumeTrue(mysql.isPresent());
    String[] schema = {
      "CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL, note varchar(200), KEY by_customer (customer))",
      "INSERT INTO orders VALUES (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'c')"
    };
    try (Crossing crossing = Crossing.of(mysql.get(), Site.postgres(), schema);
        Connection application = crossing.sourceSite.plain(crossing.sourceDatabase);
        var statement = application.createStatement()) {
      statement.execute("SELECT note FROM orders WHERE customer IN (1, 2) LIMIT 1, 2");
      statement.execute("UPDATE orders SET note = 'd' WHERE id = 3");
      statement.execute("SELECT count(*) FROM orders o JOIN orders p ON p.customer = o.id");
      try (Connection connection = crossing.source.connect(Use.READ)) {
        List<String> texts =
            crossing.source.workload().statements(connection, 50).statements().stream()
                .map(Workload.Statement::text)
                .filter(text -> text.contains("orders") && !text.startsWith("INSERT"))
                .toList();
        assertThat(texts).anyMatch(t -> t.startsWith("UPDATE")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(onSource(crossing, texts))
            .as("%s", texts)
            .noneMatch(lookup -> lookup.how() == How.UNKNOWN);
        assertThat(onTarget(crossing, texts))
            .as("%s", texts)
            .noneMatch(lookup -> lookup.how() == How.UNKNOWN);
      }
    }
  }

  /** Run with -Dpgbouncer=PROGRAM: no package of ours has it. */
  @Test
  void a_pooler_that_shares_sessions_out_is_seen() throws Exception {
    String program = System.getProperty("pgbouncer", "");
    if (program.isEmpty()) {
      System.out.println("skipped: seeing a pooler needs -Dpgbouncer=<program>");
    }
    assumeFalse(program.isEmpty());
    try (Crossing crossing = Crossing.of(Site.mariaDb(), Site.postgres(), MARIADB);
        Pooler transactions = new Pooler(program, "transaction", directory, crossing);
        Pooler sessions = new Pooler(program, "session", directory, crossing);
        Database shared = transactions.open();
        Database whole = sessions.open()) {
      assertThat(Between.us(shared).pooled()).isTrue();
      assertThat(Between.us(whole).pooled()).isFalse();
      assertThat(Between.us(whole).servedPort()).isNotEqualTo(whole.endpoint().port());
    }
  }

  private static List<Lookup> onSource(Crossing crossing, List<String> texts) throws Exception {
    try (Connection connection = crossing.source.connect(Use.READ)) {
      List<Lookup> lookups =
          crossing.source.workload().lookups(connection, crossing.sourceSchema, texts);
      assertThat(connection.getAutoCommit()).isTrue();
      return lookups;
    }
  }

  private static List<Lookup> onTarget(Crossing crossing, List<String> texts) throws Exception {
    try (Connection connection = crossing.target.connect(Use.CREATE)) {
      return crossing
          .target
          .ddl()
          .tryLookups(
              connection,
              crossing.sourceSchema,
              texts,
              crossing.source.ddl().dialect(),
              java.util.Map.of());
    }
  }
}
