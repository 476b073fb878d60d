package dev.migrationplanner.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.migrationplanner.ledger.Judge;
import dev.migrationplanner.ledger.Judgement;
import dev.migrationplanner.servers.SharedServers;
import dev.migrationplanner.shop.Shop;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that work on databases, on real ones. */
class CopyCommandTest {
  private static final double SCALE = 0.01;

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String sourceName = "";
  private String targetName = "";

  @BeforeEach
  void describe() throws Exception {
    sourceName = SharedServers.freshDatabase(SharedServers.mariaDb(), "shop");
    targetName = SharedServers.freshDatabase(SharedServers.postgres(), "shop");
    Files.writeString(folder.resolve("none"), "");
    Files.writeString(
        folder.resolve("migration.yaml"),
        """
        migration: shop-to-postgres
        source: {engine: mariadb, host: 127.0.0.1, port: %d, database: %s, user: root, password: "file:%s/none"}
        target: {engine: postgresql, host: 127.0.0.1, port: %d, database: %s, user: postgres, password: "file:%s/none"}
        """
            .formatted(
                SharedServers.mariaDb().port(),
                sourceName,
                folder,
                SharedServers.postgres().port(),
                targetName,
                folder));
  }

  @Test
  void copyEndsWithAllThatTheLedgerPromisedOnBothSidesAndDoesNothingTheSecondTime()
      throws Exception {
    try (Shop shop = Shop.open(folder.resolve("ledger.jsonl"));
        Connection source = SharedServers.mariaDb().dataSource(sourceName).getConnection();
        Connection target = SharedServers.postgres().dataSource(targetName).getConnection()) {
      // An earlier test's migration of this name may have ended with the target as its authority.
      source.createStatement().execute("DROP DATABASE IF EXISTS migration_planner");
      shop.createSchema(SharedServers.mariaDb().dataSource(sourceName));
      shop.load(SharedServers.mariaDb().dataSource(sourceName), SCALE, rows -> {});
      assertThat(run("copy", "--json")).as("%s", err).isEqualTo(0);
      JsonNode result = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
      assertThat(result.path("oneSnapshot").asBoolean()).as("%s", result).isTrue();
      Judgement judgement = Judge.judge(shop.ledger(), source, target);
      assertThat(judgement.clean()).as("%s", judgement).isTrue();
      assertThat(judgement.comparedRows()).isGreaterThan(2_000);
      assertThat(run("compare")).as("%s", err).isEqualTo(0);
      target.createStatement().execute("UPDATE customers SET name = name || ' ' WHERE id = 7");
      assertThat(run("compare", "--keys")).as("%s", err).isEqualTo(2);
      assertThat(out.toString(StandardCharsets.UTF_8)).contains("7 differs in name");
      target.createStatement().execute("DELETE FROM customers WHERE id = 8");
      assertThat(run("compare", "--repair")).as("%s", err).isEqualTo(0);
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("2 rows differed, 2 were reconciled (2 changed) and compared again");
      assertThat(run("compare", "--resume", "--rows-per-second=1000000")).isEqualTo(0);
      Judgement repaired = Judge.judge(shop.ledger(), source, target);
      assertThat(repaired.clean()).as("%s", repaired).isTrue();
      assertThat(run("copy")).isEqualTo(3);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("of the target has rows");
    }
  }

  @Test
  void cleanupIsHarmlessWhereNothingIsToBeCleanedUp() {
    assertThat(run("cleanup")).as("%s", err).isEqualTo(0);
    assertThat(run("cleanup")).isEqualTo(0);
  }

  private int run(String... words) {
    out.reset();
    String[] all = new String[words.length + 1];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--file=" + folder.resolve("migration.yaml");
    return Main.run(new Console(stream(out), stream(err), false, false), all);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
