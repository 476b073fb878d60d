package dev.migrationplanner.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.plan.Decisions;
import dev.migrationplanner.plan.Facts;
import dev.migrationplanner.plan.Finding;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.Planner;
import dev.migrationplanner.servers.DebianServers;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A small schema for each hazard: exactly its rule with exactly its hits, and nothing of it on its
 * clean twin. A new hazard is a new file in src/test/resources/hazards.
 */
class HazardCasesTest {

  private static final Path CASES = Path.of("src/test/resources/hazards");

  @TempDir Path directory;

  static Stream<String> cases() throws IOException {
    try (var files = Files.list(CASES)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aHazardIsFoundWithItsCountAndItsCleanTwinHasNone(String name) throws Exception {
    String text = Files.readString(CASES.resolve(name));
    String rule = name.substring(0, name.indexOf('.'));
    int hazard = text.indexOf("-- hazard\n");
    int clean = text.indexOf("-- clean\n");
    var expected = new TreeMap<String, Long>();
    text.substring(0, hazard)
        .lines()
        .map(l -> l.substring("-- expect ".length()))
        .forEach(
            l ->
                expected.put(
                    l.substring(0, l.lastIndexOf(' ')),
                    Long.valueOf(l.substring(l.lastIndexOf(' ') + 1))));
    Optional<EmbeddedServer> from = source(name);
    assumeTrue(from.isPresent());
    assertThat(hits(rule, from.get(), text.substring(hazard, clean))).isEqualTo(expected);
    assertThat(hits(rule, from.get(), text.substring(clean))).isEmpty();
  }

  /** A case of MySQL's own ({@code H70.mysql.sql}) needs one: servers/debian.sh has it. */
  private static Optional<EmbeddedServer> source(String name) {
    if (name.endsWith(".mysql.sql")) {
      return SharedServers.debian(DebianServers.Kind.MYSQL);
    }
    return Optional.of(name.startsWith("R") ? SharedServers.postgres() : SharedServers.mariaDb());
  }

  private Map<String, Long> hits(String rule, EmbeddedServer from, String script) throws Exception {
    boolean reverse = rule.startsWith("R");
    EmbeddedServer to = reverse ? SharedServers.mariaDb() : SharedServers.postgres();
    String source = SharedServers.freshDatabase(from, "hazard");
    run(from, source, script);
    MigrationFile file = file(reverse, from, source, to, SharedServers.freshDatabase(to, "hazard"));
    try (Database a = Databases.open(file.source());
        Database b = Databases.open(file.target())) {
      Facts facts = Survey.of(file, a, b, told -> {});
      var hits = new TreeMap<String, Long>();
      for (Finding finding : Planner.plan(file, Decisions.NONE, facts).findings()) {
        if (finding.rule().equals(rule)) {
          hits.put(finding.id(), finding.evidence().hits());
        }
      }
      return hits;
    }
  }

  private MigrationFile file(
      boolean reverse, EmbeddedServer from, String source, EmbeddedServer to, String target)
      throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "");
    return MigrationFile.parse(
        "migration.yaml",
        """
        migration: hazard
        source: {engine: %s, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        target: {engine: %s, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        survey: {activityWindow: 1ms}
        """
            .formatted(
                reverse ? "postgresql" : from == SharedServers.mariaDb() ? "mariadb" : "mysql",
                from.port(),
                source,
                from.user(),
                secret,
                reverse ? "mariadb" : "postgresql",
                to.port(),
                target,
                to.user(),
                secret));
  }

  private static void run(EmbeddedServer server, String database, String script)
      throws SQLException {
    var statements = new ArrayList<String>(List.of(script.split(";\n")));
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        String text = sql.replaceFirst("^-- \\w+\n", "").strip();
        if (!text.isEmpty()) {
          statement.execute(text);
        }
      }
    }
  }
}
