package dev.migrationplanner.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.plan.Decisions;
import dev.migrationplanner.plan.Facts;
import dev.migrationplanner.plan.Finding;
import dev.migrationplanner.plan.MigrationFile;
import dev.migrationplanner.plan.Plan;
import dev.migrationplanner.plan.PlanFile;
import dev.migrationplanner.plan.Planner;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurveyTest {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneOffset.UTC);

  private static final List<String> SHOP =
      List.of(
          "CREATE TABLE customers (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, email VARCHAR(100) UNIQUE, born DATE)",
          "CREATE TABLE orders (id INT PRIMARY KEY, customer BIGINT UNSIGNED, FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE)",
          "CREATE TABLE log (line TEXT)",
          "CREATE VIEW rich AS SELECT id FROM customers",
          "INSERT INTO customers VALUES (1, 'ada@example.com', '1815-12-10'), (2, 'bob@example.com', NULL)",
          "INSERT INTO orders VALUES (1, 1), (2, 2), (3, NULL)",
          "INSERT INTO log VALUES ('started')");

  @TempDir Path directory;

  @Test
  void guarantee11APlanRunLeavesNoTraceInEitherDatabase() throws Exception {
    String from = mariaDb(SHOP);
    String to = SharedServers.freshDatabase(SharedServers.postgres(), "plan");
    List<String> before = everything(from, to);
    Plan plan = plan(from, to, directory.resolve("once"));
    assertThat(everything(from, to)).isEqualTo(before);
    assertThat(plan.tables())
        .extracting(Plan.PlannedTable::source)
        .containsExactly("customers", "orders");
    assertThat(plan.keptOut()).containsOnlyKeys("log");
  }

  @Test
  void twoRunsAndAnotherOrderOfCreationGiveTheSameBytes() throws Exception {
    String from = mariaDb(SHOP);
    String to = SharedServers.freshDatabase(SharedServers.postgres(), "plan");
    plan(from, to, directory.resolve("first"));
    plan(from, to, directory.resolve("second"));
    for (String name : List.of("schema.sql")) {
      assertThat(directory.resolve("second").resolve(name))
          .hasSameBinaryContentAs(directory.resolve("first").resolve(name));
    }
    String other = mariaDb(List.of(SHOP.get(2), SHOP.get(0), SHOP.get(3), SHOP.get(1)));
    plan(other, to, directory.resolve("third"));
    assertThat(directory.resolve("third").resolve("schema.sql"))
        .hasSameBinaryContentAs(directory.resolve("first").resolve("schema.sql"));
  }

  @Test
  void hazardsOfTheDataBlockAndAMendedSourceDoesNot() throws Exception {
    String from = mariaDb(SHOP);
    String to = SharedServers.freshDatabase(SharedServers.postgres(), "plan");
    run(
        SharedServers.mariaDb(),
        from,
        List.of("SET sql_mode = ''", "UPDATE customers SET born = '0000-00-00' WHERE id = 2"));
    assertThat(plan(from, to, directory).blocking())
        .extracting(Finding::id)
        .contains("H01:customers.born");
    run(SharedServers.mariaDb(), from, List.of("UPDATE customers SET born = NULL WHERE id = 2"));
    assertThat(plan(from, to, directory).blocking())
        .extracting(Finding::id)
        .doesNotContain("H01:customers.born");
  }

  @Test
  void thePlanCarriesTheShapeThatTheSyncReadsInEveryHop() throws Exception {
    String from = mariaDb(SHOP);
    String to = SharedServers.freshDatabase(SharedServers.postgres(), "plan");
    Plan plan = plan(from, to, directory);
    MigrationFile file = file(from, to);
    var views =
        PlanFile.facts(directory).mapping().tables().stream().map(MappedTable::source).toList();
    assertThat(plan.sourceFingerprint()).isNotEmpty().isEqualTo(shape(file, views));
    run(SharedServers.mariaDb(), from, List.of("ALTER TABLE orders ADD COLUMN note TEXT"));
    assertThat(plan.sourceFingerprint()).isNotEqualTo(shape(file, views));
  }

  @Test
  void aScanThatWasKilledGoesOnWhereItWasAndLooksAgainAtATableThatChanged() throws Exception {
    String from = mariaDb(SHOP);
    String to = SharedServers.freshDatabase(SharedServers.postgres(), "plan");
    Path unfinished = directory.resolve("scan.unfinished");
    MigrationFile file = file(from, to);
    try (Database source = Databases.open(file.source());
        Database target = Databases.open(file.target())) {
      assertThatThrownBy(
              () -> Survey.of(file, source, target, unfinished, List.of(), SurveyTest::killed))
          .hasMessage("killed");
      Files.writeString(unfinished, "{\"of\": \"cut", StandardOpenOption.APPEND);
      var told = new ArrayList<String>();
      Facts facts = Survey.of(file, source, target, unfinished, List.of(), told::add);
      assertThat(told).noneMatch(t -> t.contains("scanning customers"));
      assertThat(told).anyMatch(t -> t.contains("scanning orders"));
      assertThat(facts.scans())
          .usingRecursiveComparison()
          .ignoringFieldsMatchingRegexes(".*position")
          .isEqualTo(Survey.of(file, source, target, ignored -> {}).scans());
      run(SharedServers.mariaDb(), from, List.of("ALTER TABLE customers ADD COLUMN note TEXT"));
      told.clear();
      Survey.of(file, source, target, unfinished, List.of(), told::add);
      assertThat(told).anyMatch(t -> t.contains("scanning customers"));
    }
  }

  private static void killed(String told) {
    if (told.contains("scanning log")) {
      throw new IllegalStateException("killed");
    }
  }

  private static String shape(MigrationFile file, List<TableView> views) throws Exception {
    try (Database source = Databases.open(file.source());
        Connection connection = source.connect(Database.Use.READ)) {
      return source.catalog().fingerprint(connection, views);
    }
  }

  @Test
  void guarantee11APilotMeasuresTheRealWayAndRemovesItsScratch() throws Exception {
    String from = mariaDb(SHOP);
    run(
        SharedServers.mariaDb(),
        from,
        List.of(
            "INSERT INTO customers SELECT seq, CONCAT('c', seq), NULL FROM seq_3_to_6000",
            "ANALYZE TABLE customers, orders"));
    String to = SharedServers.freshDatabase(SharedServers.postgres(), "plan");
    List<String> names = names(from, to);
    MigrationFile file =
        MigrationFile.parse(
            "migration.yaml",
            yaml(from, to).replace("10ms", "10ms, pilotChunks: 4") + "copy: {rowsPerChunk: 500}\n");
    try (Database source = Databases.open(file.source());
        Database target = Databases.open(file.target())) {
      Facts facts = Survey.of(file, source, target, told -> {}, NOON);
      Facts measured = Survey.pilot(file, facts, source, target, told -> {});
      assertThat(measured.pilot().chunks())
          .extracting(c -> c.table() + " " + c.rows())
          .contains("customers 500");
      Plan plan = Planner.plan(file, Decisions.NONE, measured);
      assertThat(plan.pilotAt()).isNotEmpty();
      measuredAll(plan, measured);
    }
    assertThat(names(from, to)).isEqualTo(names);
  }

  @Test
  void guarantee11APilotFromPostgreSqlMeasuresAllThreeAndRemovesItsScratch() throws Exception {
    String from = SharedServers.freshDatabase(SharedServers.postgres(), "plan");
    run(
        SharedServers.postgres(),
        from,
        List.of(
            "CREATE TABLE customers (id bigint PRIMARY KEY, email varchar(100) UNIQUE, born date)",
            "CREATE TABLE labels (code varchar(20) PRIMARY KEY, price numeric(12,2))",
            "INSERT INTO customers SELECT i, 'c' || i, NULL FROM generate_series(1, 6000) i",
            "INSERT INTO labels SELECT 'l' || i, i / 7.0 FROM generate_series(1, 2000) i",
            "ANALYZE"));
    String to = SharedServers.freshDatabase(SharedServers.mariaDb(), "plan");
    List<String> names = names(to, from);
    MigrationFile file =
        MigrationFile.parse(
            "migration.yaml",
            reversed(from, to).replace("10ms", "10ms, pilotChunks: 4")
                + "copy: {rowsPerChunk: 500}\n");
    try (Database source = Databases.open(file.source());
        Database target = Databases.open(file.target())) {
      Facts facts = Survey.of(file, source, target, told -> {}, NOON);
      Facts measured = Survey.pilot(file, facts, source, target, told -> {});
      measuredAll(Planner.plan(file, Decisions.NONE, measured), measured);
    }
    assertThat(names(to, from)).isEqualTo(names);
  }

  private static void measuredAll(Plan plan, Facts measured) {
    assertThat(measured.pilot().compared()).isNotEmpty().allMatch(c -> c.rows() > 0);
    assertThat(measured.pilot().indexes()).isNotEmpty();
    assertThat(measured.pilot().hops()).isNotEmpty().allMatch(h -> h.keys() > 0);
    assertThat(plan.phases().get(2).steps().stream().map(s -> s.estimate().method()).toList())
        .anyMatch(m -> m.contains("the pilot's") && m.contains("chunks"))
        .anyMatch(m -> m.contains("indexes built on the pilot's rows"))
        .anyMatch(m -> m.contains("digests of the pilot's rows"))
        .anyMatch(m -> m.contains("brought over a second (the pilot)"));
  }

  private static List<String> names(String from, String to) throws SQLException {
    var all =
        lines(
            SharedServers.mariaDb(),
            from,
            "SELECT schema_name FROM information_schema.schemata ORDER BY 1");
    all.addAll(
        lines(
            SharedServers.postgres(),
            to,
            "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp' ORDER BY 1"));
    all.addAll(
        lines(
            SharedServers.postgres(),
            to,
            "SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
    return all;
  }

  @Test
  void inTheIdiomaticProfileAColumnTakesATypeOfTheTargetsOwnOnlyWhereEveryRowFitsIt()
      throws Exception {
    String from =
        mariaDb(
            List.of(
                "CREATE TABLE u (id CHAR(36) PRIMARY KEY, active TINYINT(1) NOT NULL DEFAULT 1, level"
                    + " TINYINT(1), kept TINYINT(1), token BINARY(16), digest BINARY(16), ip"
                    + " VARCHAR(45), old_ip VARCHAR(45), code CHAR(36), mood ENUM('sad','ok'))",
                "CREATE TABLE v (id INT PRIMARY KEY, u CHAR(36), w CHAR(36) UNIQUE, FOREIGN KEY (u)"
                    + " REFERENCES u (id))",
                "CREATE TABLE x (id INT PRIMARY KEY, w CHAR(36), FOREIGN KEY (w) REFERENCES v (w))",
                "INSERT INTO u VALUES ('01890a5d-ac96-774b-bcce-b302099a8057', 1, 2, 0,"
                    + " UNHEX('01890A5DAC96774BBCCEB302099A8057'), UNHEX(MD5('b')), '10.0.0.1',"
                    + " '2001:DB8::1', '01890A5D-AC96-774B-BCCE-B302099A8057', 'ok')",
                "INSERT INTO v VALUES (1, '01890a5d-ac96-774b-bcce-b302099a8057',"
                    + " '01890a5d-ac96-774b-bcce-b302099a8057')",
                "INSERT INTO v VALUES (2, NULL, 'no uuid')"));
    String to = SharedServers.freshDatabase(SharedServers.postgres(), "plan");
    MigrationFile file =
        MigrationFile.parse(
            "migration.yaml",
            yaml(from, to) + "types: {profile: idiomatic, lossless: [\"*.kept\"]}\n");
    try (Database source = Databases.open(file.source());
        Database target = Databases.open(file.target())) {
      Facts facts = Survey.of(file, source, target, told -> {}, NOON);
      assertThat(types(facts))
          .containsExactly(
              "u.id uuid",
              "u.active boolean",
              "u.level smallint",
              "u.kept smallint",
              "u.token uuid",
              "u.digest bytea",
              "u.ip inet",
              "u.old_ip character varying(45)",
              "u.code character varying(36)",
              "u.mood text",
              "v.id integer",
              "v.u uuid",
              "v.w character varying(36)",
              "x.id integer",
              "x.w character varying(36)");
      Plan plan = Planner.plan(file, Decisions.NONE, facts);
      assertThat(plan.findings().stream().map(Finding::id))
          .contains("T07:u.level", "T07:u.digest", "T07:u.old_ip", "T07:u.code", "T07:v.w")
          .contains("T08:u.id", "T08:u.active", "T08:u.token", "T08:v.u", "T08:u.mood", "T07:x.w")
          .doesNotContain("T07:u.kept", "T08:u.kept");
      assertThat(plan.findings().stream().filter(f -> f.id().equals("T07:u.level")))
          .allMatch(f -> f.evidence().hits() == 1 && f.remedy().contains("NOT IN (0, 1)"));
      assertThat(plan.file().types()).isEqualTo(file.types());
    }
  }

  private static List<String> types(Facts facts) {
    var types = new ArrayList<String>();
    for (var table : facts.conversion().schema().tables()) {
      table.columns().forEach(c -> types.add(table.name() + "." + c.name() + " " + c.nativeType()));
    }
    return types;
  }

  @Test
  void aTargetThatHasATableAlreadyBlocks() throws Exception {
    String from = mariaDb(SHOP);
    String to = SharedServers.freshDatabase(SharedServers.postgres(), "plan");
    run(SharedServers.postgres(), to, List.of("CREATE TABLE orders (x int)"));
    assertThat(plan(from, to, directory).blocking()).extracting(Finding::id).contains("T01:orders");
  }

  @Test
  void guarantee10NoValueOfARowIsInAnyFileOfThePlan() throws Exception {
    String from = mariaDb(SHOP);
    String to = SharedServers.freshDatabase(SharedServers.postgres(), "plan");
    plan(from, to, directory);
    for (String name : List.of("plan.json", "facts.json", "PLAN.md", "PLAN.html", "schema.sql")) {
      assertThat(Files.readString(directory.resolve(name))).doesNotContain("ada@example", "1815");
    }
  }

  private Plan plan(String from, String to, Path into) throws Exception {
    MigrationFile file = file(from, to);
    try (Database source = Databases.open(file.source());
        Database target = Databases.open(file.target())) {
      var told = new ArrayList<String>();
      Facts facts = Survey.of(file, source, target, told::add, NOON);
      assertThat(told).isNotEmpty();
      Plan plan = Planner.plan(file, Decisions.NONE, facts);
      PlanFile.write(into, plan, facts);
      assertThat(PlanFile.read(into).hash()).isEqualTo(plan.hash());
      return plan;
    }
  }

  private MigrationFile file(String from, String to) throws Exception {
    return MigrationFile.parse("migration.yaml", yaml(from, to));
  }

  private String yaml(String from, String to) throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "");
    return """
        migration: shop
        source: {engine: mariadb, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        target: {engine: postgresql, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        survey: {activityWindow: 10ms}
        """
        .formatted(
            SharedServers.mariaDb().port(),
            from,
            SharedServers.mariaDb().user(),
            secret,
            SharedServers.postgres().port(),
            to,
            SharedServers.postgres().user(),
            secret);
  }

  private String reversed(String from, String to) throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "");
    return """
        migration: shop
        source: {engine: postgresql, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        target: {engine: mariadb, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        survey: {activityWindow: 10ms}
        """
        .formatted(
            SharedServers.postgres().port(),
            from,
            SharedServers.postgres().user(),
            secret,
            SharedServers.mariaDb().port(),
            to,
            SharedServers.mariaDb().user(),
            secret);
  }

  private static String mariaDb(List<String> statements) throws SQLException {
    String database = SharedServers.freshDatabase(SharedServers.mariaDb(), "plan");
    run(SharedServers.mariaDb(), database, statements);
    return database;
  }

  /** Objects, rows and settings of both, as an onlooker sees them. */
  private static List<String> everything(String from, String to) throws SQLException {
    var all = new ArrayList<String>();
    EmbeddedServer mariaDb = SharedServers.mariaDb();
    all.addAll(
        lines(
            mariaDb,
            from,
            "SELECT schema_name FROM information_schema.schemata WHERE schema_name IN ('"
                + from
                + "', 'migration_planner')"));
    all.addAll(
        lines(
            mariaDb,
            from,
            "SELECT table_name, create_time, auto_increment FROM information_schema.tables WHERE table_schema = '"
                + from
                + "' ORDER BY 1"));
    all.addAll(lines(mariaDb, from, "CHECKSUM TABLE customers, orders, log"));
    all.addAll(lines(mariaDb, from, "SELECT user, host FROM mysql.user ORDER BY 1, 2"));
    all.addAll(lines(mariaDb, from, "SHOW MASTER STATUS"));
    EmbeddedServer postgres = SharedServers.postgres();
    all.addAll(lines(postgres, to, "SELECT oid, relname FROM pg_class ORDER BY 1"));
    all.addAll(
        lines(
            postgres,
            to,
            "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp' ORDER BY 1"));
    all.addAll(
        lines(
            postgres,
            to,
            "SELECT slot_name FROM pg_replication_slots WHERE database = '" + to + "'"));
    all.addAll(lines(postgres, to, "SELECT pubname FROM pg_publication"));
    all.addAll(lines(postgres, to, "SELECT rolname FROM pg_roles ORDER BY 1"));
    return all;
  }

  private static List<String> lines(EmbeddedServer server, String database, String sql)
      throws SQLException {
    var lines = new ArrayList<String>();
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        var line = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          line.append(rows.getString(i)).append('|');
        }
        lines.add(line.toString());
      }
    }
    return lines;
  }

  private static void run(EmbeddedServer server, String database, List<String> statements)
      throws SQLException {
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
