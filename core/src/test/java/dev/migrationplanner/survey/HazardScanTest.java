package dev.migrationplanner.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.database.HazardScan;
import dev.migrationplanner.database.HazardScan.Bounds;
import dev.migrationplanner.database.HazardScan.Count;
import dev.migrationplanner.database.HazardScan.Scanned;
import dev.migrationplanner.database.mysql.MySqlHazardScan;
import dev.migrationplanner.database.postgresql.PostgreSqlHazardScan;
import dev.migrationplanner.schema.Collation;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.ForeignKey;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HazardScanTest {

  private static final Bounds ALL = new Bounds(1_000_000, Duration.ofMinutes(1));

  @Test
  void mariaDbsHazardsAreCountedInOnePass() throws SQLException {
    String database = SharedServers.freshDatabase(SharedServers.mariaDb(), "hazards");
    try (Connection connection = SharedServers.mariaDb().dataSource(database).getConnection()) {
      run(connection, "SET sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO', NAMES utf8mb4");
      run(
          connection,
          """
          CREATE TABLE z (k VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PRIMARY KEY,
            d DATE NOT NULL, t TIME, u BIGINT UNSIGNED, e ENUM('a', 'b'), s TEXT CHARACTER SET utf8mb4,
            l VARCHAR(20) CHARACTER SET latin1)""",
          "INSERT INTO z VALUES ('fine', '2020-02-29', '23:59:59', 1, 'a', 'ok', 'í')",
          "INSERT INTO z VALUES ('zero', '0000-00-00', '-00:00:01', 9223372036854775808, '', CONCAT('a', CHAR(0)), UNHEX('EDA0'))",
          "INSERT INTO z VALUES ('part ', '2012-00-00', '24:00:01', 9223372036854775807, 'b', UNHEX('61EDA080'), '')",
          "INSERT INTO z VALUES ('sham', '2020-02-31', '24:00:00', NULL, NULL, NULL, NULL)");
      Scanned scanned = new MySqlHazardScan(database).scan(connection, mySqlTable(), 4, ALL);
      assertThat(scanned.rows()).isEqualTo(4);
      assertThat(scanned.whole()).isTrue();
      assertThat(hits(scanned))
          .containsOnly(
              Map.entry("H01 z.d", 1L),
              Map.entry("H02 z.d", 1L),
              Map.entry("H03 z.d", 1L),
              Map.entry("H06 z.t", 2L),
              Map.entry("H13 z.u", 1L),
              Map.entry("H32 z.e", 1L),
              Map.entry("H29 z.s", 1L),
              Map.entry("H28 z.s", 1L),
              Map.entry("H21 z.k", 1L));
    }
  }

  @Test
  void mariaDbsOrphansAndChildrenEqualByCollationOnlyAreCounted() throws SQLException {
    String database = SharedServers.freshDatabase(SharedServers.mariaDb(), "orphans");
    try (Connection connection = SharedServers.mariaDb().dataSource(database).getConnection()) {
      run(
          connection,
          "CREATE TABLE p (k VARCHAR(9) COLLATE utf8mb4_general_ci PRIMARY KEY)",
          "CREATE TABLE c (id INT PRIMARY KEY, k VARCHAR(9) COLLATE utf8mb4_general_ci, FOREIGN KEY (k) REFERENCES p (k))",
          "INSERT INTO p VALUES ('ABC'), ('x')",
          "SET foreign_key_checks = 0",
          "INSERT INTO c VALUES (1, 'ABC'), (2, 'abc'), (3, 'x '), (4, 'none'), (5, NULL)");
      Scanned scanned = new MySqlHazardScan(database).orphans(connection, child(), key(), 5, ALL);
      assertThat(hits(scanned)).containsOnly(Map.entry("H39 c.fk", 1L), Map.entry("H22 c.fk", 2L));
    }
  }

  @Test
  void postgreSqlsHazardsAreCountedInOnePass() throws SQLException {
    String database = SharedServers.freshDatabase(SharedServers.postgres(), "hazards");
    try (Connection connection = SharedServers.postgres().dataSource(database).getConnection()) {
      run(
          connection,
          "CREATE TABLE z (k text PRIMARY KEY, n numeric, f float8, d date, i timestamptz)",
          "INSERT INTO z VALUES ('Foo', 1.5, 1, '2020-02-29', now()), ('foo ', 'NaN', 'NaN', 'infinity', '0044-03-15 BC'), ('bar', 1e40, '-Infinity', '10000-01-01', 'infinity')");
      HazardScan scan = new PostgreSqlHazardScan("public");
      Scanned scanned = scan.scan(connection, postgreSqlTable(), 3, ALL);
      assertThat(hits(scanned))
          .containsOnly(
              Map.entry("R02 z.n", 2L),
              Map.entry("R03 z.f", 2L),
              Map.entry("R04 z.d", 2L),
              Map.entry("R04 z.i", 2L),
              Map.entry("R07 z.pk", 2L));
    }
  }

  @Test
  void guarantee9ABigTableIsReadInPartAndAScanEndsInTime() throws SQLException {
    bounded(
        SharedServers.mariaDb(),
        "INSERT INTO big SELECT seq, seq FROM seq_1_to_20000",
        database -> new MySqlHazardScan(database));
    bounded(
        SharedServers.postgres(),
        "INSERT INTO big SELECT i, i FROM generate_series(1, 20000) i",
        database -> new PostgreSqlHazardScan("public"));
  }

  private static void bounded(
      EmbeddedServer server, String fill, java.util.function.Function<String, HazardScan> scan)
      throws SQLException {
    String database = SharedServers.freshDatabase(server, "bounds");
    try (Connection connection = server.dataSource(database).getConnection()) {
      run(connection, "CREATE TABLE big (k VARCHAR(20) PRIMARY KEY, x VARCHAR(20))", fill);
      Table big = table("big", List.of(column("k", text()), column("x", text())));
      Scanned part =
          scan.apply(database)
              .scan(connection, big, 20_000, new Bounds(2_000, Duration.ofMinutes(1)));
      assertThat(part.whole()).isFalse();
      assertThat(part.rows()).isBetween(1_500L, 2_500L);
      Table none = table("missing", List.of(column("k", text())));
      assertThatThrownBy(() -> scan.apply(database).scan(connection, none, 1, ALL))
          .isInstanceOf(SQLException.class);
    }
  }

  private static Map<String, Long> hits(Scanned scanned) {
    var hits = new TreeMap<String, Long>();
    for (Count count : scanned.counts()) {
      if (count.hits() > 0) {
        hits.put(count.rule() + " " + count.object(), count.hits());
      }
    }
    return hits;
  }

  private static Table mySqlTable() {
    return table(
        "z",
        List.of(
            column("k", text()),
            column("d", new SqlType.DateType()),
            column("t", new SqlType.TimeType(0)),
            column("u", new SqlType.IntegerType(64, true)),
            column("e", new SqlType.EnumType(List.of("a", "b"))),
            column("s", text()),
            column("l", text())));
  }

  private static Table postgreSqlTable() {
    return table(
        "z",
        List.of(
            column("k", text()),
            column("n", new SqlType.DecimalType(0, 0, false)),
            column("f", new SqlType.FloatType(64)),
            column("d", new SqlType.DateType()),
            column("i", new SqlType.InstantType(6))));
  }

  private static Table child() {
    return table("c", List.of(column("k", text())));
  }

  private static ForeignKey key() {
    return new ForeignKey(
        "fk",
        List.of("k"),
        "p",
        List.of("k"),
        ForeignKey.Action.RESTRICT,
        ForeignKey.Action.RESTRICT);
  }

  private static Table table(String name, List<Column> columns) {
    return new Table(
        name, columns, new Key("pk", List.of("k")), List.of(), List.of(), List.of(), "", "");
  }

  private static Column column(String name, SqlType type) {
    return new Column(name, type, "", false, new DefaultValue.None(), false, null, false, "");
  }

  private static SqlType text() {
    return new SqlType.TextType(false, 20, Collation.BYTES);
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
