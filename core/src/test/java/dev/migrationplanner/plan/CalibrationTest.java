package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.copy.Copier;
import dev.migrationplanner.copy.CopyOptions;
import dev.migrationplanner.copy.TargetSchema;
import dev.migrationplanner.database.ControlTables;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import dev.migrationplanner.survey.Survey;
import dev.migrationplanner.verify.CompareOptions;
import dev.migrationplanner.verify.Comparison;
import dev.migrationplanner.verify.Views;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Estimates held against what 20 generated migrations took: copy, indexes and full comparison, from
 * a pilot between the same two servers, every other one backwards. Minutes long, so it asks for
 * -Dcalibrate=true.
 */
class CalibrationTest {

  private static final int MIGRATIONS = Integer.getInteger("calibrate.migrations", 20);
  private static final int TABLES_MAX = 4;
  private static final int WITHIN_MIN = 14;
  private static final double WIDTH_MAX = 3;
  private static final long SEED = 20260131;

  @TempDir Path directory;

  private record Outcome(double p10, double p50, double p90, double actual, String parts) {
    boolean within() {
      return actual >= p10 && actual <= p90;
    }

    double width() {
      return p90 / p10;
    }
  }

  @Test
  void theBandOfAnEstimateHoldsTheActualTimeOfMostMigrations() throws Exception {
    assumeTrue(Boolean.getBoolean("calibrate"), "takes minutes: -Dcalibrate=true");
    var random = new Random(SEED);
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < MIGRATIONS; i++) {
      Outcome o = migrate(i, random);
      outcomes.add(o);
      System.out.printf(
          Locale.ROOT,
          "migration %d: p10 %.2f s, p50 %.2f s, p90 %.2f s, actual %.2f s%s (%s)%n",
          i + 1,
          o.p10(),
          o.p50(),
          o.p90(),
          o.actual(),
          o.within() ? "" : "  OUTSIDE",
          o.parts());
    }
    long within = outcomes.stream().filter(Outcome::within).count();
    List<Double> widths = outcomes.stream().map(Outcome::width).sorted().toList();
    double median = widths.get(widths.size() / 2);
    System.out.printf(
        Locale.ROOT,
        "within p10..p90: %d of %d; median p90/p10: %.2f%n",
        within,
        MIGRATIONS,
        median);
    assertThat(within).isGreaterThanOrEqualTo(WITHIN_MIN);
    assertThat(median).isLessThanOrEqualTo(WIDTH_MAX);
  }

  private Outcome migrate(int number, Random random) throws Exception {
    boolean backwards = number % 2 == 1;
    EmbeddedServer from = backwards ? SharedServers.postgres() : SharedServers.mariaDb();
    EmbeddedServer to = backwards ? SharedServers.mariaDb() : SharedServers.postgres();
    String source = SharedServers.freshDatabase(from, "calibration");
    fill(from, source, random, backwards);
    MigrationFile file =
        file(number, from, source, to, SharedServers.freshDatabase(to, "calibration"));
    try (Database a = Databases.open(file.source());
        Database b = Databases.open(file.target())) {
      Facts facts = Survey.of(file, a, b, told -> {});
      Facts measured = Survey.pilot(file, facts, a, b, told -> {});
      Plan plan = Planner.plan(file, Decisions.NONE, measured);
      Took took = carryOut(file, measured, a, b);
      return outcome(measured, file, plan, took);
    }
  }

  /** The steps' own figures are whole seconds, too coarse for migrations this small. */
  private static Outcome outcome(Facts facts, MigrationFile file, Plan plan, Took took) {
    List<Plan.Step> steps = plan.phases().get(2).steps();
    assertThat(steps.get(1).estimate().method()).contains("the pilot's");
    var throughput = new Throughput(facts.pilot(), file.copy().workers());
    Throughput.Range copy = throughput.copy(facts.source().sizes());
    Throughput.Range indexes = throughput.indexes(facts.source().sizes());
    Throughput.Range compared = throughput.compare(facts.source().sizes());
    return new Outcome(
        copy.p10() + indexes.p10() + compared.p10(),
        copy.p50() + indexes.p50() + compared.p50(),
        copy.p90() + indexes.p90() + compared.p90(),
        took.copy() + took.indexes() + took.comparison(),
        String.format(
            Locale.ROOT,
            "copy %.2f, took %.2f; indexes %.2f, took %.2f; comparison %.2f, took %.2f",
            copy.p50(),
            took.copy(),
            indexes.p50(),
            took.indexes(),
            compared.p50(),
            took.comparison()));
  }

  /** Seconds of each part. */
  private record Took(double copy, double indexes, double comparison) {}

  private static Took carryOut(MigrationFile file, Facts facts, Database source, Database target)
      throws Exception {
    var control = new ControlTables(target.controlSql(), file.migration());
    var schema = new TargetSchema(target, facts.conversion().schema(), told -> {});
    schema.create(control);
    try (Connection connection = target.connect(Use.WRITE)) {
      control.epoch().put(connection, new EpochRow(1, Side.SOURCE, Stage.OFF, 0, false));
    }
    CopyOptions standard = CopyOptions.DEFAULT;
    var options =
        new CopyOptions(
            file.copy().workers(),
            file.copy().rowsPerChunk(),
            standard.bytesPerChunk(),
            0,
            standard.attemptsMax(),
            standard.quarantinedRowsMax());
    var copier = new Copier(source, target, control, options);
    var tables = facts.mapping().tables();
    long begun = System.nanoTime();
    copier.copy(tables, 1, copier.progress(tables));
    long copied = System.nanoTime();
    schema.finish();
    long built = System.nanoTime();
    new Comparison(Views.of(source, target), CompareOptions.DEFAULTS)
        .full(tables, file.verify().workers())
        .forEach(result -> assertThat(result.differencesTotal()).isZero());
    long compared = System.nanoTime();
    try (Connection connection = target.connect(Use.CREATE)) {
      control.remove(connection);
    }
    return new Took((copied - begun) / 1e9, (built - copied) / 1e9, (compared - built) / 1e9);
  }

  private static void fill(
      EmbeddedServer server, String database, Random random, boolean postgreSql) throws Exception {
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      int tables = 1 + random.nextInt(TABLES_MAX);
      for (int t = 0; t < tables; t++) {
        int rows = 30_000 + random.nextInt(120_000);
        int width = 10 + random.nextInt(300);
        String name = "t" + t;
        statement.execute(
            "CREATE TABLE %s (id BIGINT PRIMARY KEY, a INT, b %s, c DECIMAL(12,2), d VARCHAR(%d))"
                .formatted(name, postgreSql ? "timestamp" : "DATETIME", width));
        if (random.nextBoolean()) {
          statement.execute("CREATE INDEX %s_a ON %s (a)".formatted(name, name));
        }
        if (random.nextBoolean()) {
          statement.execute("CREATE INDEX %s_b_c ON %s (b, c)".formatted(name, name));
        }
        statement.execute(
            (postgreSql
                    ? "INSERT INTO %s SELECT i, i * 7 %% 1000, timestamp '2020-01-01' + i * interval '1 s',"
                        + " i / 7.0, repeat('x', i %% %d) FROM generate_series(1, %d) i"
                    : "INSERT INTO %s SELECT seq, seq * 7 MOD 1000, '2020-01-01' + INTERVAL seq SECOND,"
                        + " seq / 7, REPEAT('x', seq MOD %d) FROM seq_1_to_%d")
                .formatted(name, width, rows));
      }
    }
    analyze(server, database, postgreSql);
  }

  /** In a session of its own: what one inserts and analyzes itself, PostgreSQL counts twice. */
  private static void analyze(EmbeddedServer server, String database, boolean postgreSql)
      throws Exception {
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      for (int t = 0; t < TABLES_MAX; t++) {
        if (postgreSql) {
          statement.execute("ANALYZE");
        } else {
          statement.execute("ANALYZE TABLE t" + t);
        }
      }
    }
  }

  private MigrationFile file(
      int number, EmbeddedServer from, String source, EmbeddedServer to, String target)
      throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "");
    return MigrationFile.parse(
        "migration.yaml",
        """
        migration: calibration-%d
        source: {engine: %s, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        target: {engine: %s, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        survey: {activityWindow: 1ms, pilotChunks: 8}
        copy: {rowsPerChunk: 2500}
        """
            .formatted(
                number,
                engine(from),
                from.port(),
                source,
                from.user(),
                secret,
                engine(to),
                to.port(),
                target,
                to.user(),
                secret));
  }

  private static String engine(EmbeddedServer server) {
    return server == SharedServers.postgres() ? "postgresql" : "mariadb";
  }
}
