package dev.migrationplanner.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrationplanner.database.DdlSamples;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import dev.migrationplanner.servers.SharedServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PostgreSqlDdlTest {

  private final PostgreSqlDdl ddl = new PostgreSqlDdl("public");
  private final Schema converted =
      ddl.convert(DdlSamples.mariaDb(), dev.migrationplanner.schema.Dialect.MARIADB).schema();
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    var server = SharedServers.postgreSql();
    String database = SharedServers.freshDatabase(server, "ddl");
    connection = server.dataSource(database).getConnection();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void aMariaDbSchemaBecomesTheseStatements() throws Exception {
    DdlSamples.assertGolden(
        "mariadb-to-postgresql.sql", DdlSamples.text(ddl, DdlSamples.mariaDb()));
  }

  @Test
  void thePlanOfOneSchemaIsTheSameTextEachTime() {
    assertThat(DdlSamples.text(ddl, DdlSamples.mariaDb()))
        .isEqualTo(DdlSamples.text(new PostgreSqlDdl("public"), DdlSamples.mariaDb()));
  }

  @Test
  void theStatementsRunEvenWithCircularReferences() throws SQLException {
    create();
    assertThat(number("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated"))
        .isEqualTo(3);
  }

  @Test
  void droppingLeavesNothingAndMayBeRepeated() throws SQLException {
    create();
    DdlSamples.run(connection, ddl.dropTables(converted.tables()));
    DdlSamples.run(connection, ddl.dropTables(converted.tables()));
    assertThat(number("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
        .isZero();
    assertThat(number("SELECT count(*) FROM pg_type WHERE typnamespace = 'public'::regnamespace"))
        .isZero();
    create();
  }

  /** Guarantee 2: rolling back loses no write, so what could not go back is refused. */
  @Test
  void guardsRefuseWhatTheSourceCouldNotHold() throws SQLException {
    create();
    insertZoo("'abc', 1", "");
    assertRefused("INSERT INTO zoo (code, n) VALUES ('ABC', 1)");
    assertRefused("INSERT INTO zoo (code, n) VALUES ('x ', 1)");
    assertRefused("INSERT INTO zoo (code, n) VALUES ('x', -1)");
    assertRefused("INSERT INTO zoo (code, n, tiny) VALUES ('x', 1, 128)");
    assertRefused("INSERT INTO zoo (code, n, big) VALUES ('x', 1, 18446744073709551616)");
    assertRefused("INSERT INTO zoo (code, n, tags) VALUES ('x', 1, '{z,x}')");
    assertRefused("INSERT INTO zoo (code, n, at) VALUES ('x', 1, 'infinity')");
    assertRefused("INSERT INTO zoo (code, n, d) VALUES ('x', 1, 'NaN')");
    assertRefused("INSERT INTO zoo (code, n, span) VALUES ('x', 1, '839:00:00')");
    assertRefused("INSERT INTO zoo (code, n, y) VALUES ('x', 1, 1900)");
    assertRefused("INSERT INTO zoo (code, n, hash) VALUES ('x', 1, '\\x00')");
    insertZoo("'x', 1", "");
  }

  @Test
  void defaultsKeepTheirValues() throws SQLException {
    create();
    insertZoo("'abc', 1", "");
    String all =
        "SELECT concat_ws('|', tiny, big, f, bits, day, zero_day, span, y, kind, tags, doc) FROM zoo";
    assertThat(text(all))
        .isEqualTo("-5|18446744073709551615|1.5|0000000101|2026-01-31|-25:00:00|2026|b,c|{x,z}|{}");
  }

  @Test
  void theTouchTriggerWorksForApplicationsOnlyAndRespectsExplicitValues() throws SQLException {
    create();
    String old = "'2001-02-03 00:00:00+00'";
    run("INSERT INTO store (first) VALUES ('a')");
    run("INSERT INTO staff (store_id, email, changed) VALUES (1, 'e', " + old + ")");
    run("SET session_replication_role = replica");
    run("UPDATE staff SET email = 'f'");
    assertThat(number("SELECT count(*) FROM staff WHERE changed = " + old)).isEqualTo(1);
    run("SET session_replication_role = origin");
    run("UPDATE staff SET email = 'f'");
    assertThat(number("SELECT count(*) FROM staff WHERE changed = " + old)).isEqualTo(1);
    run("UPDATE staff SET email = 'g', changed = '2002-02-02 00:00:00+00'");
    assertThat(text("SELECT changed AT TIME ZONE 'UTC' FROM staff")).startsWith("2002-02-02");
    run("UPDATE staff SET email = 'h'");
    assertThat(number("SELECT count(*) FROM staff WHERE changed > now() - interval '1 minute'"))
        .isEqualTo(1);
  }

  @Test
  void countersGoPastEveryUsedValueAndNeverBeyondTheType() throws SQLException {
    create();
    Table store = converted.table("store").orElseThrow();
    assertThat(ddl.counters(connection, store)).containsExactly(0L);
    run("INSERT INTO store (id, first) VALUES (41, 'a')");
    assertThat(ddl.counters(connection, store)).containsExactly(41L);
    DdlSamples.run(connection, ddl.setCounters(store, List.of(41L), 1_000));
    assertThat(text("INSERT INTO store (first) VALUES ('b') RETURNING id")).isEqualTo("1042");
    assertThat(ddl.counters(connection, store)).containsExactly(1042L);
    DdlSamples.run(connection, ddl.setCounters(store, List.of(Long.MAX_VALUE), 1_000));
  }

  @Test
  void emptyingKeepsTheTables() throws SQLException {
    create();
    insertZoo("'abc', 1", "");
    DdlSamples.run(connection, ddl.emptyTables(converted.tables()));
    assertThat(number("SELECT count(*) FROM zoo")).isZero();
  }

  @Test
  void generatedColumnsAreComputedThere() throws SQLException {
    create();
    assertThat(text("INSERT INTO store (first) VALUES ('ab') RETURNING label"))
        .isEqualTo("ab - AB");
  }

  private void create() throws SQLException {
    DdlSamples.run(connection, DdlSamples.statements(ddl, converted));
  }

  private void insertZoo(String values, String more) throws SQLException {
    run("INSERT INTO zoo (code, n" + more + ") VALUES (" + values + ")");
  }

  private void assertRefused(String sql) {
    assertThatThrownBy(() -> run(sql)).as(sql).isInstanceOf(SQLException.class);
  }

  private void run(String sql) throws SQLException {
    DdlSamples.run(connection, List.of(sql));
  }

  private long number(String sql) throws SQLException {
    return Long.parseLong(text(sql));
  }

  private String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
