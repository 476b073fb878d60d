package dev.migrationplanner.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.plan.Decisions;
import dev.migrationplanner.plan.Facts;
import dev.migrationplanner.plan.Finding;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.Plan;
import dev.migrationplanner.plan.Planner;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a plan says of well-known schemas: every finding with its hits, every table, and how the
 * columns fare. Run with -Dgolden=write to write it anew, then read it.
 */
class KnownPlansTest {

  private static final Path GOLDEN = Path.of("src/test/resources/known-plans");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sakila-schema",
        "northwind-schema",
        "chinook",
        "world",
        "inventory",
        "type-zoo",
        "odd-types"
      })
  void thePlanOfAKnownSchemaIsTheOneOnRecord(String name) throws Exception {
    String fixtures = System.getProperty("fixtures", "");
    if (fixtures.isEmpty()) {
      System.out.println("skipped: the plan of " + name + " needs -Dfixtures=<folder>");
    }
    assumeFalse(fixtures.isEmpty());
    String source = SharedServers.freshDatabase(SharedServers.mariaDb(), "known");
    load(source, Path.of(fixtures, "mysql", name + ".sql"));
    String text =
        told(plan(source, SharedServers.freshDatabase(SharedServers.postgres(), "known")));
    Path golden = GOLDEN.resolve(name + ".txt");
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  private static String told(Plan plan) {
    String findings =
        plan.findings().stream()
            .filter(f -> !List.of("C01", "E01", "F03").contains(f.rule()))
            .map(KnownPlansTest::line)
            .collect(Collectors.joining("\n"));
    String tables =
        plan.tables().stream()
            .map(t -> t.source() + " by " + String.join(", ", t.key()))
            .collect(Collectors.joining("\n"));
    return plan.state()
        + "\n"
        + plan.ledger().summary()
        + "\n\n"
        + tables
        + "\n\n"
        + plan.keptOut()
        + "\n\n"
        + findings
        + "\n";
  }

  private static String line(Finding f) {
    return f.severity() + " " + f.id() + " " + f.evidence().hits() + ": " + f.what();
  }

  private Plan plan(String source, String target) throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "");
    MigrationFile file =
        MigrationFile.parse(
            "migration.yaml",
            """
            migration: known
            source: {engine: mariadb, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
            target: {engine: postgresql, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
            survey: {activityWindow: 1ms}
            application: {readsPerSecond: 100}
            """
                .formatted(
                    SharedServers.mariaDb().port(),
                    source,
                    SharedServers.mariaDb().user(),
                    secret,
                    SharedServers.postgres().port(),
                    target,
                    SharedServers.postgres().user(),
                    secret));
    try (Database a = Databases.open(file.source());
        Database b = Databases.open(file.target())) {
      Facts facts = Survey.of(file, a, b, progress -> {});
      return Planner.plan(file, Decisions.NONE, facts);
    }
  }

  /** Tables alone: what the fixtures hold beside them needs a client of its own to be loaded. */
  private static void load(String database, Path script) throws Exception {
    EmbeddedServer server = SharedServers.mariaDb();
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET foreign_key_checks = 0, sql_mode = ''");
      for (String sql : statements(script)) {
        try {
          statement.execute(sql);
        } catch (SQLException e) {
          // MySQL-only syntax: the table is left out, and the golden file shows which are there.
          System.out.println("left out: " + e.getErrorCode());
        }
      }
    }
  }

  private static java.util.List<String> statements(Path script) throws Exception {
    return Stream.of(Files.readString(script).split(";\\s*\\R"))
        .map(s -> s.replaceAll("(?m)^\\s*(--|#).*$", "").strip())
        .filter(
            s -> s.toUpperCase(java.util.Locale.ROOT).matches("(?s)(CREATE TABLE|ALTER TABLE).*"))
        .map(s -> s.replace("`northwind`.", ""))
        .toList();
  }
}
