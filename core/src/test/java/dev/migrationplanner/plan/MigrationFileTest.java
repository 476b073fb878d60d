package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.migrationplanner.database.Endpoint.Tls;
import dev.migrationplanner.gate.GateSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationFileTest {

  private static final String LEAST =
      """
      migration: shop-to-postgres
      pattern: dual-write
      source: {engine: mariadb, host: 127.0.0.1, port: 3306, database: shop, user: migration_planner, password: "env:SOURCE_PASSWORD"}
      target: {engine: postgresql, host: 127.0.0.1, port: 5432, database: shop, schema: public, user: migration_planner, password: "env:TARGET_PASSWORD"}
      tables: {include: ["*"], exclude: []}
      """;

  @Test
  void theLeastFileIsEnoughAndEverySettingHasADefault() {
    MigrationFile file = MigrationFile.parse("migration.yaml", LEAST);
    assertThat(file.migration()).isEqualTo("shop-to-postgres");
    assertThat(file.gates()).isEqualTo(GateSettings.DEFAULTS);
    assertThat(file.ramp()).containsExactly(100, 1_000, 5_000, 10_000);
    assertThat(file.source().tls()).isEqualTo(Tls.PLAIN);
    assertThat(file.source().password().reference()).isEqualTo("env:SOURCE_PASSWORD");
  }

  @Test
  void misspeltSettingsAreErrorsWithLineAndNearestName() {
    assertThat(problems(LEAST + "gates:\n  soka: 3h\n"))
        .containsExactly(
            "migration.yaml:7: unknown setting \"gates.soka\"; did you mean \"gates.soak\"?");
    assertThat(problems(LEAST + "copie: {}\n"))
        .containsExactly("migration.yaml:6: unknown setting \"copie\"; did you mean \"copy\"?");
    assertThat(problems(LEAST + "copy: {workers: 4, qqqqqqqqqqqq: 1}\n").get(0))
        .contains("known here are megabytesPerSecondMax, rowsPerChunk, rowsPerSecondMax");
  }

  @Test
  void allProblemsAreToldAtOnceInTheOrderOfTheFile() {
    assertThat(problems("migration: x\nramp: [10, 5]\ncopy: {workers: many}\n"))
        .hasSize(9)
        .anyMatch(p -> p.startsWith("migration.yaml:3: \"copy.workers\" must be a whole number"))
        .anyMatch(p -> p.equals("migration.yaml:1: \"source.engine\" is missing; add it"));
  }

  @Test
  void guarantee10APasswordInTheFileIsRefusedAndNotRepeated() {
    List<String> problems = problems(LEAST.replace("env:SOURCE_PASSWORD", "hunter2"));
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("migration.yaml:3: a password is written out here")
        .contains("env:SOURCE_PASSWORD")
        .doesNotContain("hunter2");
  }

  @Test
  void plainConnectionsAreForThisMachineOnly() {
    String far = LEAST.replaceFirst("host: 127.0.0.1", "host: db.example.com");
    assertThat(MigrationFile.parse("f", far).source().tls()).isEqualTo(Tls.VERIFY);
    assertThat(problems(far.replaceFirst("user:", "tls: plain, user:")).get(0))
        .contains("for a server on this machine only");
  }

  @Test
  void unknownEnginesAndPatternsListTheKnownOnes() {
    assertThat(problems(LEAST.replace("mariadb", "oracle")).get(0))
        .contains("unknown engine \"oracle\"; known are mariadb, mysql, postgresql");
    assertThat(problems(LEAST.replace("dual-write", "big-bang")).get(0))
        .contains("one of auto, blue-green, dual-write, feature-flag, sync-only");
  }

  @Test
  void theRampGrowsToTheWhole() {
    assertThat(problems(LEAST + "ramp: [100, 100, 10000]\n").get(0)).contains("must grow");
    assertThat(problems(LEAST + "ramp: [100, 5000]\n").get(0)).contains("must be 10000");
  }

  @Test
  void sharesAndTimesAreWrittenAsPeopleWriteThem() {
    MigrationFile file =
        MigrationFile.parse(
            "f",
            LEAST + "gates: {errorBudget: 1 %, mismatchMax: 0.002, holdPerStep: 3s, soak: PT5S}\n");
    assertThat(file.gates().errorBudget()).isEqualTo(0.01);
    assertThat(file.gates().mismatchMax()).isEqualTo(0.002);
    assertThat(file.gates().holdPerStep()).isEqualTo(Duration.ofSeconds(3));
    assertThat(file.gates().soak()).isEqualTo(Duration.ofSeconds(5));
    assertThat(problems(LEAST + "gates: {errorBudget: 3}\n").get(0)).contains("errorBudget is 3.0");
  }

  @Test
  void brokenYamlNamesItsLine() {
    assertThat(problems("migration: x\nsource: {engine: [\n").get(0)).startsWith("migration.yaml:");
    assertThat(problems("migration: x\nmigration: y\n").get(0)).contains("set twice");
    assertThatThrownBy(() -> MigrationFile.parse("f", "a".repeat(1_000_001)))
        .isInstanceOf(MigrationFileException.class);
  }

  @Test
  void theTemplateIsAValidFileWithEveryDefault() {
    MigrationFile file =
        MigrationFile.parse("t", MigrationFile.template("shop", "mysql", "postgresql"));
    assertThat(file.source().port()).isEqualTo(3306);
    assertThat(file.target().schema()).isEqualTo("public");
    String all =
        MigrationFile.template("shop", "mysql", "postgresql").replaceAll("(?m)^# (?=[ a-z])", "");
    all = all.replaceFirst("(?s)^.*?\nmigration:", "migration:");
    assertThat(MigrationFile.parse("t", all).settings()).isEqualTo(file.settings());
  }

  @Test
  void settingsWrittenOutAreReadBackTheSame() throws Exception {
    MigrationFile file =
        MigrationFile.parse(
            "f", LEAST + "team: {owner: ada, approvers: [bob, eve]}\ncopy: {workers: 7}\n");
    String json = new ObjectMapper().writeValueAsString(file.settings());
    assertThat(MigrationFile.parse("plan.json", json).settings()).isEqualTo(file.settings());
  }

  @Test
  void tablesAreChosenByPatterns() {
    var tables = new MigrationFile.Tables(List.of("order*", "a?c"), List.of("*_old"));
    assertThat(List.of("orders", "order_items", "abc")).allMatch(tables::contains);
    assertThat(List.of("orders_old", "abbc", "xorders", "customer")).noneMatch(tables::contains);
  }

  private static List<String> problems(String yaml) {
    return catchThrowableOfType(
            MigrationFileException.class, () -> MigrationFile.parse("migration.yaml", yaml))
        .problems();
  }
}
