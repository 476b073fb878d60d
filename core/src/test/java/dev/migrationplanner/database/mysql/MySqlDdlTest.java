package dev.migrationplanner.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

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

final class MySqlDdlTest {

  private final MySqlDdl ddl = new MySqlDdl(SharedServers.mySqlEngine().equals("mariadb"));
  private final Schema converted =
      ddl.convert(DdlSamples.postgreSql(), dev.migrationplanner.schema.Dialect.POSTGRESQL).schema();
  private final Table item = converted.table("item").orElseThrow();
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    var server = SharedServers.mySql();
    String database = SharedServers.freshDatabase(server, "ddl");
    connection = server.dataSource(database).getConnection();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void aPostgreSqlSchemaBecomesTheseStatements() throws Exception {
    DdlSamples.assertGolden(
        "postgresql-to-mariadb.sql", DdlSamples.text(new MySqlDdl(true), DdlSamples.postgreSql()));
    DdlSamples.assertGolden(
        "postgresql-to-mysql.sql", DdlSamples.text(new MySqlDdl(false), DdlSamples.postgreSql()));
  }

  @Test
  void aSchemaOfTheSameEngineStaysAsItIs() {
    assertThat(
            ddl.convert(DdlSamples.mariaDb(), dev.migrationplanner.schema.Dialect.MARIADB)
                .schema()
                .tables())
        .isEqualTo(DdlSamples.mariaDb().tables());
  }

  @Test
  void theStatementsRunAndAValidForeignKeyPasses() throws SQLException {
    DdlSamples.run(connection, DdlSamples.statements(ddl, converted));
    run("INSERT INTO item (code, at, boss) VALUES ('a', now(), NULL), ('b', now(), 'a')");
    DdlSamples.run(connection, ddl.createForeignKeys(item).validate());
    assertThat(text("SELECT note FROM item LIMIT 1")).isEqualTo("a\\b'c");
  }

  @Test
  void validatingAForeignKeyCountsTheRowsThatReferenceNothing() throws SQLException {
    DdlSamples.run(connection, ddl.createTable(item));
    run("INSERT INTO item (code, at, boss) VALUES ('a', now(), 'gone')");
    DdlSamples.run(connection, ddl.createForeignKeys(item).create());
    assertThat(text(ddl.createForeignKeys(item).validate().get(0))).isEqualTo("1");
  }

  @Test
  void textThatDiffersOnlyInCaseOrBlanksStaysApart() throws SQLException {
    DdlSamples.run(connection, DdlSamples.statements(ddl, converted));
    run("INSERT INTO item (code, at) VALUES ('a', now()), ('A', now()), ('a ', now())");
  }

  @Test
  void countersAreReadLiveAndMovedOn() throws SQLException {
    DdlSamples.run(connection, DdlSamples.statements(ddl, converted));
    assertThat(ddl.counters(connection, item)).containsExactly(0L);
    run("INSERT INTO item (code, at) VALUES ('a', now())");
    run("DELETE FROM item");
    assertThat(ddl.counters(connection, item)).containsExactly(1L);
    DdlSamples.run(connection, ddl.setCounters(item, List.of(1L), 100));
    run("INSERT INTO item (code, at) VALUES ('a', now())");
    assertThat(text("SELECT number FROM item")).isEqualTo("102");
  }

  @Test
  void emptyingAndDroppingMayBeRepeated() throws SQLException {
    DdlSamples.run(connection, DdlSamples.statements(ddl, converted));
    DdlSamples.run(connection, ddl.emptyTables(List.of(item)));
    DdlSamples.run(connection, ddl.dropTables(List.of(item)));
    DdlSamples.run(connection, ddl.dropTables(List.of(item)));
    assertThat(text("SELECT @@foreign_key_checks")).isEqualTo("1");
  }

  private void run(String sql) throws SQLException {
    DdlSamples.run(connection, List.of(sql));
  }

  private String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
