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
import dev.migrationplanner.servers.SharedServers;
import dev.migrationplanner.survey.Survey;
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
 * Estimates held against what 20 generated migrations took: copy and indexes, from a pilot between
 * the same two servers. Minutes long, so it asks for -Dcalibrate=true.
 */
class CalibrationTest {

  private static final int MIGRATIONS = 20;
  private static final int WITHIN_MIN = 14;
  private static final double WIDTH_MAX = 3;
  private static final long SEED = 20260131;

  @TempDir Path directory;

  private record Outcome(double p10, double p50, double p90, double actual) {
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
          "migration %d: p10 %.2f s, p50 %.2f s, p90 %.2f s, actual %.2f s%s%n",
          i + 1,
          o.p10(),
          o.p50(),
          o.p90(),
          o.actual(),
          o.within() ? "" : "  OUTSIDE");
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
    String from = SharedServers.freshDatabase(SharedServers.mariaDb(), "calibration");
    String to = SharedServers.freshDatabase(SharedServers.postgres(), "calibration");
    fill(from, random);
    MigrationFile file = file(number, from, to);
    try (Database source = Databases.open(file.source());
        Database target = Databases.open(file.target())) {
      Facts facts = Survey.of(file, source, target, told -> {});
      Facts measured = Survey.pilot(file, facts, source, target, told -> {});
      Plan plan = Planner.plan(file, Decisions.NONE, measured);
      double actual = carryOut(file, measured, source, target);
      return outcome(measured, file, plan, actual);
    }
  }

  /** The steps' own figures are whole seconds, too coarse for migrations this small. */
  private static Outcome outcome(Facts facts, MigrationFile file, Plan plan, double actual) {
    List<Plan.Step> steps = plan.phases().get(2).steps();
    assertThat(steps.get(1).estimate().method()).contains("the pilot's");
    var throughput = new Throughput(facts.pilot(), file.copy().workers());
    Throughput.Range copy = throughput.copy(facts.source().sizes());
    Throughput.Range indexes = throughput.indexes(facts.source().sizes());
    return new Outcome(
        copy.p10() + indexes.p10(), copy.p50() + indexes.p50(), copy.p90() + indexes.p90(), actual);
  }

  private static double carryOut(MigrationFile file, Facts facts, Database source, Database target)
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
    schema.finish();
    double seconds = (System.nanoTime() - begun) / 1e9;
    try (Connection connection = target.connect(Use.CREATE)) {
      control.remove(connection);
    }
    return seconds;
  }

  private static void fill(String database, Random random) throws Exception {
    try (Connection connection = SharedServers.mariaDb().dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      int tables = 1 + random.nextInt(4);
      for (int t = 0; t < tables; t++) {
        int rows = 30_000 + random.nextInt(120_000);
        int width = 10 + random.nextInt(300);
        statement.execute(
            "CREATE TABLE t"
                + t
                + " (id BIGINT PRIMARY KEY, a INT, b DATETIME, c DECIMAL(12,2), d VARCHAR("
                + width
                + ")"
                + (random.nextBoolean() ? ", KEY by_a (a)" : "")
                + (random.nextBoolean() ? ", KEY by_b_c (b, c)" : "")
                + ")");
        statement.execute(
            "INSERT INTO t"
                + t
                + " SELECT seq, seq * 7 MOD 1000, '2020-01-01' + INTERVAL seq SECOND, seq / 7, REPEAT('x', seq MOD "
                + width
                + ") FROM seq_1_to_"
                + rows);
        statement.execute("ANALYZE TABLE t" + t);
      }
    }
  }

  private MigrationFile file(int number, String from, String to) throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "");
    return MigrationFile.parse(
        "migration.yaml",
        """
        migration: calibration-%d
        source: {engine: mariadb, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        target: {engine: postgresql, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        survey: {activityWindow: 1ms, pilotChunks: 8}
        copy: {rowsPerChunk: 2500}
        """
            .formatted(
                number,
                SharedServers.mariaDb().port(),
                from,
                SharedServers.mariaDb().user(),
                secret,
                SharedServers.postgres().port(),
                to,
                SharedServers.postgres().user(),
                secret));
  }
}
