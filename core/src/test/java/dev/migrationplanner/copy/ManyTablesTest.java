package dev.migrationplanner.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.copy.Crossing.Site;
import java.sql.Connection;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Guarantee 9: memory is bounded whatever the tables are. {@code -Dtables=5000 -Dtest.heap=256m}
 * tries it in full.
 */
final class ManyTablesTest {

  private static final int TABLES = Integer.getInteger("tables", 120);
  private static final int COLUMNS = 1_000;

  @Test
  void a_thousand_columns_are_copied() throws Exception {
    String columns =
        IntStream.range(1, COLUMNS)
            .mapToObj(
                i ->
                    "c"
                        + i
                        + (i % 3 == 0
                            ? " int"
                            : i % 3 == 1 ? " char(1) CHARACTER SET latin1" : " date"))
            .collect(Collectors.joining(", "));
    String values =
        IntStream.range(1, COLUMNS)
            .mapToObj(i -> i % 3 == 0 ? "seq" : i % 3 == 1 ? "'é'" : "'2026-01-31'")
            .collect(Collectors.joining(", "));
    try (Crossing crossing =
        Crossing.of(
            Site.mariaDb(),
            Site.postgres(),
            "CREATE TABLE wide (id int PRIMARY KEY, " + columns + ") ROW_FORMAT=DYNAMIC",
            "INSERT INTO wide SELECT seq, " + values + " FROM seq_1_to_3000")) {
      CopyProgress progress = crossing.copy();
      assertThat(progress.rows()).isEqualTo(3_000);
      assertThat(crossing.rowsOnTarget("SELECT sum(c999), count(c1), count(c2) FROM wide"))
          .containsExactly("4501500|3000|3000");
    }
  }

  @Test
  void many_tables_are_copied() throws Exception {
    Site mariaDb = Site.mariaDb();
    String database = mariaDb.fresh();
    try (Connection connection = mariaDb.plain(database);
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < TABLES; i++) {
        statement.execute("CREATE TABLE t" + i + " (id int PRIMARY KEY, v varchar(20))");
        statement.execute("INSERT INTO t" + i + " VALUES (1, 'one'), (2, 'two')");
      }
    }
    try (Crossing crossing = new Crossing(mariaDb, database, Site.postgres())) {
      CopyProgress progress = crossing.copy();
      assertThat(progress.rows()).isEqualTo(2L * TABLES);
      assertThat(progress.tables()).allMatch(CopyProgress.TableProgress::done).hasSize(TABLES);
    }
  }
}
