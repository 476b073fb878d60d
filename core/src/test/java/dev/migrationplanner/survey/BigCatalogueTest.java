package dev.migrationplanner.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.plan.Decisions;
import dev.migrationplanner.plan.Facts;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.Plan;
import dev.migrationplanner.plan.PlanFile;
import dev.migrationplanner.plan.Planner;
import dev.migrationplanner.servers.SharedServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 5,000 tables of a real server, from the catalogue to the written plan: -Dscale=true, minutes. */
class BigCatalogueTest {

  private static final int TABLES = 5_000;

  @TempDir Path directory;

  @Test
  void aRealCatalogueOf5000TablesIsSurveyedAndPlannedInAMinute() throws Exception {
    assumeTrue(Boolean.getBoolean("scale"), "takes minutes: -Dscale=true");
    String from = SharedServers.freshDatabase(SharedServers.mariaDb(), "big");
    String to = SharedServers.freshDatabase(SharedServers.postgres(), "big");
    try (Connection connection = SharedServers.mariaDb().dataSource(from).getConnection();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < TABLES; i++) {
        statement.execute(
            "CREATE TABLE t"
                + i
                + " (id BIGINT UNSIGNED PRIMARY KEY, a VARCHAR(90), b DATETIME(6), c DECIMAL(12,2), d TEXT, KEY by_b (b))");
      }
    }
    Path secret = Files.writeString(directory.resolve("secret"), "");
    MigrationFile file =
        MigrationFile.parse(
            "migration.yaml",
            """
            migration: big
            source: {engine: mariadb, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
            target: {engine: postgresql, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
            survey: {activityWindow: 1ms}
            """
                .formatted(
                    SharedServers.mariaDb().port(),
                    from,
                    SharedServers.mariaDb().user(),
                    secret,
                    SharedServers.postgres().port(),
                    to,
                    SharedServers.postgres().user(),
                    secret));
    long begun = System.nanoTime();
    try (Database source = Databases.open(file.source());
        Database target = Databases.open(file.target())) {
      Facts facts = Survey.of(file, source, target, told -> {});
      Plan plan = Planner.plan(file, Decisions.NONE, facts);
      PlanFile.write(directory.resolve("plan"), plan, facts);
      assertThat(plan.tables()).hasSize(TABLES);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf("survey and plan of %d real tables: %.1f s%n", TABLES, seconds);
    assertThat(seconds).isLessThan(60);
  }
}
