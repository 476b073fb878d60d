package dev.migrationplanner.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Ddl.Conversion;
import dev.migrationplanner.database.DdlSamples;
import dev.migrationplanner.database.postgresql.PostgreSqlParts;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.servers.SharedServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Well-known schemas, read from a real catalogue, become tables of a real PostgreSQL. */
final class KnownSchemasTest {

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
  void aKnownSchemaIsConvertedWithAllItsTables(String name) throws Exception {
    String fixtures = System.getProperty("fixtures", "");
    if (fixtures.isEmpty()) {
      System.out.println("skipped: " + name + " needs -Dfixtures=<folder>");
    }
    assumeFalse(fixtures.isEmpty());
    Fixture fixture = Fixture.fresh();
    load(fixture, Path.of(fixtures, "mysql", name + ".sql"));
    try (Connection connection = fixture.database.connect(Use.READ)) {
      Schema schema = fixture.database.catalog().read(connection, table -> true);
      assertThat(schema.tables()).isNotEmpty();
      Conversion conversion =
          PostgreSqlParts.ddl().convert(schema, dev.migrationplanner.schema.Dialect.MARIADB);
      assertThat(conversion.schema().tables()).hasSameSizeAs(schema.tables());
      create(conversion.schema());
    }
  }

  private static void create(Schema schema) throws SQLException {
    var server = SharedServers.postgres();
    String database = SharedServers.freshDatabase(server, "known");
    try (Connection connection = server.dataSource(database).getConnection()) {
      DdlSamples.run(connection, DdlSamples.statements(PostgreSqlParts.ddl(), schema));
    }
  }

  private static void load(Fixture fixture, Path script) throws Exception {
    List<String> tables =
        Stream.of(Files.readString(script).split(";\\s*\\R"))
            .map(s -> s.replaceAll("(?m)^\\s*(--|#).*$", "").strip())
            .filter(s -> s.toUpperCase(Locale.ROOT).matches("(?s)(CREATE TABLE|ALTER TABLE).*"))
            .map(s -> s.replace("`northwind`.", ""))
            .toList();
    var server = SharedServers.mariaDb();
    try (Connection connection = server.dataSource(fixture.name).getConnection()) {
      DdlSamples.run(connection, List.of("SET foreign_key_checks = 0", "SET sql_mode = ''"));
      for (String sql : tables) {
        try {
          DdlSamples.run(connection, List.of(sql));
        } catch (SQLException e) {
          System.out.println("left out: " + e.getMessage().lines().findFirst().orElse(""));
        }
      }
    }
  }
}
