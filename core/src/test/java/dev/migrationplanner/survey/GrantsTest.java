package dev.migrationplanner.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.Requirement;
import dev.migrationplanner.database.Secret;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** grants.sql is enough: an account that has just these statements' rights passes the preflight. */
class GrantsTest {

  private static final String PASSWORD = "C4NARY";

  @TempDir Path directory;

  @Test
  void mariaDbsGrantsAreEnoughForEverything() throws Exception {
    enough("mariadb", SharedServers.mariaDb());
  }

  @Test
  void postgreSqlsGrantsAreEnoughForEverything() throws Exception {
    enough("postgresql", SharedServers.postgres());
  }

  private void enough(String engine, EmbeddedServer server) throws Exception {
    String name = SharedServers.freshDatabase(server, "grants");
    Endpoint endpoint =
        new Endpoint(
            engine,
            "127.0.0.1",
            server.port(),
            name,
            "public",
            name,
            Secret.of("file:" + Files.writeString(directory.resolve("secret"), PASSWORD)),
            Endpoint.Tls.PLAIN,
            Map.of());
    try (Connection connection = server.dataSource(name).getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : Databases.grants(endpoint)) {
        if (!sql.startsWith("--")) {
          statement.execute(sql.replaceAll("<the password .*>", PASSWORD));
        }
      }
    }
    try (Database database = Databases.open(endpoint)) {
      assertThat(database.preflight(EnumSet.allOf(Use.class)))
          .filteredOn(r -> !r.met())
          .extracting(Requirement::id)
          .isEmpty();
    }
  }
}
