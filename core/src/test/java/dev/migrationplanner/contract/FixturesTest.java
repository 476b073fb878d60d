package dev.migrationplanner.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.migrationplanner.copy.Crossing;
import dev.migrationplanner.copy.Crossing.Site;
import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.verify.CompareOptions;
import dev.migrationplanner.verify.Comparison;
import dev.migrationplanner.verify.TableResult;
import dev.migrationplanner.verify.Views;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Schemas and data that others wrote go to PostgreSQL and from there into a fresh MariaDB. What is
 * not carried, set aside or different is exactly what a checked-in file says.
 */
final class FixturesTest {

  private final String fixtures = System.getProperty("fixtures", "");

  @BeforeEach
  void needFixtures() {
    if (fixtures.isEmpty()) {
      System.out.println("skipped: the fixtures need -Dfixtures=<folder>");
    }
    assumeFalse(fixtures.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sakila", "northwind", "chinook", "world", "inventory", "type-zoo", "odd-types"})
  void guarantee_5_a_fixture_goes_there_and_back_with_no_other_findings_than_expected(String name)
      throws Exception {
    var report = new ArrayList<String>();
    Site mariaDb = Site.mariaDb();
    String database = mariaDb.fresh();
    try (Connection connection = mariaDb.plain(database);
        Statement statement = connection.createStatement()) {
      statement.execute("SET foreign_key_checks = 0, sql_mode = 'NO_ENGINE_SUBSTITUTION'");
      for (Path file : files(name)) {
        SqlScript.run(connection, file)
            .forEach(e -> report.add("the server refuses " + e.replaceAll("\\(conn=\\d+\\) ", "")));
      }
    }
    try (Crossing there = new Crossing(mariaDb, database, Site.postgres())) {
      carry("to PostgreSQL", there, report);
      try (Crossing back = there.back()) {
        carry("and back to MariaDB", back, report);
      }
    }
    expect(name + ".txt", report);
  }

  private List<Path> files(String name) {
    Path folder = Path.of(fixtures, "mysql");
    Path whole = folder.resolve(name + ".sql");
    return Files.exists(whole)
        ? List.of(whole)
        : List.of(folder.resolve(name + "-schema.sql"), folder.resolve(name + "-data.sql"));
  }

  private static void carry(String where, Crossing crossing, List<String> report) throws Exception {
    report.add("");
    report.add(where);
    for (Ddl.Note note : crossing.conversion.notes()) {
      report.add(
          "  %s %s %s: %s".formatted(note.rule(), note.object(), note.fidelity(), note.text()));
    }
    crossing
        .mapping
        .keptOut()
        .forEach(
            (table, why) ->
                report.add("  stays " + table + ": " + why.rule() + " " + why.reason()));
    crossing.copy();
    crossing
        .setAside()
        .forEach(
            e ->
                report.add(
                    "  set aside %s %s, column %s: %s"
                        .formatted(e.table(), e.key(), e.column(), e.reason())));
    crossing.schema().finish();
    var comparison =
        new Comparison(Views.of(crossing.source, crossing.target), CompareOptions.DEFAULTS);
    for (MappedTable table : crossing.tables()) {
      report.add(line(comparison.full(table)));
    }
  }

  private static String line(TableResult result) {
    return result.equal()
        ? "  equal " + result.table() + ": " + result.rowsSource() + " rows"
        : "  different %s: %d of %d rows"
            .formatted(result.table(), result.differencesTotal(), result.rowsSource());
  }

  private static void expect(String name, List<String> report) throws Exception {
    Path file = Path.of("src/test/resources/golden/fixtures", name);
    String text = String.join("\n", report).strip() + "\n";
    if (System.getProperty("golden.write") != null) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }
}
