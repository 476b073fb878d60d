package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** LAST-RESORT.md, statement by statement, on real servers with the tool gone. */
class LastResortTest {

  private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

  private static final List<String> POSTGRESQL =
      List.of(
          """
          CREATE TABLE zoo (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, yes boolean, price numeric(12,2),
            f real, d double precision, name varchar(80), body text, raw bytea, day date, at timestamp(6),
            seen timestamptz(3), t time(3), code uuid, doc jsonb)""",
          """
          INSERT INTO zoo (yes, price, f, d, name, body, raw, day, at, seen, t, code, doc)
          VALUES (true, -12345.67, 16777216, 0.1, E'tab\tfeed\f\\\\back', E'line\nbreak \\\\N \r\n €𝄞', '\\x00ff5c0a', '1815-12-10',
            '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07.999Z', '23:59:58.125', '6ccd780c-baba-1026-9564-5b8c656024db',
            '{"b": 1, "a": [1.50, "é"]}'),
            (false, NULL, NULL, NULL, '', '', '', NULL, NULL, NULL, NULL, NULL, NULL)""",
          "CREATE TABLE child (id int PRIMARY KEY, zoo bigint REFERENCES zoo (id))",
          "INSERT INTO child VALUES (1, 1)");

  private static final List<String> MARIADB =
      List.of(
          "CREATE TABLE zoo (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, name VARCHAR(80))",
          "INSERT INTO zoo (name) VALUES ('a'), ('b')");

  @TempDir Path directory;

  @Test
  void guarantee2EveryRowComesBackFromMariaDbToPostgreSqlWithTheToolGone() throws Exception {
    EmbeddedServer from = SharedServers.postgres();
    EmbeddedServer to = SharedServers.mariaDb();
    String source = database(from, POSTGRESQL);
    String target = SharedServers.freshDatabase(to, "resort");
    MigrationFile file = file(from, source, to, target);
    Facts facts = copied(file);
    String before = text(from, source);
    execute(
        from,
        source,
        "DELETE FROM child",
        "UPDATE zoo SET name = 'wrong'",
        "DELETE FROM zoo WHERE id = 2");
    for (var table : facts.mapping().tables()) {
      carry(CarryToPostgreSql.of(table, "public"), from, source, to, target);
    }
    assertThat(text(from, source)).isEqualTo(before);
    statements(file, facts, from, source, to, target);
  }

  @Test
  void everyStatementOfTheWayBackToMariaDbRuns() throws Exception {
    EmbeddedServer from = SharedServers.mariaDb();
    EmbeddedServer to = SharedServers.postgres();
    String source = database(from, MARIADB);
    String target = SharedServers.freshDatabase(to, "resort");
    MigrationFile file = file(from, source, to, target);
    statements(file, copied(file), from, source, to, target);
  }

  /** As the two commands do it, file and all. */
  private void carry(
      CarryToPostgreSql carry, EmbeddedServer from, String source, EmbeddedServer to, String target)
      throws Exception {
    var file = new StringBuilder();
    try (Connection connection = to.dataSource(target).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET time_zone = '+00:00'");
      try (ResultSet row = statement.executeQuery(carry.export())) {
        while (row.next()) {
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            file.append(i == 1 ? "" : "\t").append(row.getString(i));
          }
          file.append('\n');
        }
      }
    }
    assertThat(file.toString()).matches("[\\p{ASCII}]*");
    try (Connection connection = from.dataSource(source).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(carry.carry());
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY carry FROM STDIN", new StringReader(file.toString()));
      for (String sql : carry.load()) {
        statement.execute(sql);
      }
    }
  }

  /** A comment says on which side each of them is run. */
  private static void statements(
      MigrationFile file,
      Facts facts,
      EmbeddedServer from,
      String source,
      EmbeddedServer to,
      String target)
      throws Exception {
    Plan plan = Planner.plan(file, Decisions.NONE, facts);
    String text = Renderings.of(plan, facts).get("LAST-RESORT.md");
    assertThat(text).contains("c. Carry the differing tables over whole, each by two commands");
    int ran = 0;
    for (var block : SQL.matcher(text).results().toList()) {
      var onSource = new ArrayList<String>();
      var onTarget = new ArrayList<String>();
      sort(block.group(1), onSource, onTarget);
      execute(from, source, onSource.toArray(String[]::new));
      execute(to, target, onTarget.toArray(String[]::new));
      execute(SharedServers.mariaDb(), mariaDb(from, source, target), "SET GLOBAL read_only = OFF");
      ran += onSource.size() + onTarget.size();
    }
    assertThat(ran).isGreaterThanOrEqualTo(10);
    String authority = "SELECT authority FROM migration_planner.epoch WHERE migration = 'resort'";
    assertThat(one(from, source, authority)).isEqualTo("SOURCE");
    assertThat(one(to, target, authority)).isEqualTo("SOURCE");
  }

  private static String mariaDb(EmbeddedServer from, String source, String target) {
    return from == SharedServers.mariaDb() ? source : target;
  }

  private static void sort(String block, List<String> onSource, List<String> onTarget) {
    String side = "";
    for (String line : block.split("\n")) {
      if (line.startsWith("--")) {
        side = line;
        continue;
      }
      String sql = line.replaceAll(" --.*$", "");
      String where = side.isEmpty() ? line.substring(Math.max(0, line.indexOf(" -- "))) : side;
      boolean both = where.contains("both sides") || where.contains("can be reached");
      if (both || where.contains("source")) {
        onSource.add(sql);
      }
      if (both || where.contains("target")) {
        onTarget.add(sql);
      }
    }
  }

  private static Facts copied(MigrationFile file) throws Exception {
    try (Database source = Databases.open(file.source());
        Database target = Databases.open(file.target())) {
      Facts facts = Survey.of(file, source, target, told -> {});
      var there = new ControlTables(target.controlSql(), file.migration());
      var here = new ControlTables(source.controlSql(), file.migration());
      new TargetSchema(target, facts.conversion().schema(), told -> {}).create(there);
      try (Connection connection = source.connect(Use.CREATE)) {
        here.install(connection);
      }
      var begun = new EpochRow(1, Side.SOURCE, Stage.OFF, 0, false);
      try (Connection a = source.connect(Use.WRITE);
          Connection b = target.connect(Use.WRITE)) {
        here.epoch().put(a, begun);
        there.epoch().put(b, begun);
      }
      var copier = new Copier(source, target, there, CopyOptions.DEFAULT);
      var tables = facts.mapping().tables();
      assertThat(copier.copy(tables, 1, copier.progress(tables))).isTrue();
      return facts;
    }
  }

  private static String text(EmbeddedServer server, String database) throws SQLException {
    return one(server, database, "SELECT string_agg(z::text, '/' ORDER BY id) FROM zoo z")
        + one(server, database, "SELECT string_agg(c::text, '/' ORDER BY id) FROM child c");
  }

  private static String one(EmbeddedServer server, String database, String sql)
      throws SQLException {
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  private static String database(EmbeddedServer server, List<String> statements)
      throws SQLException {
    String database = SharedServers.freshDatabase(server, "resort");
    execute(server, database, statements.toArray(String[]::new));
    return database;
  }

  private static void execute(EmbeddedServer server, String database, String... statements)
      throws SQLException {
    var done = new ArrayList<String>();
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        done.add(sql);
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new SQLException(e.getMessage() + "\nin " + done, e);
    }
  }

  private MigrationFile file(EmbeddedServer from, String source, EmbeddedServer to, String target)
      throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "");
    return MigrationFile.parse(
        "migration.yaml",
        """
        migration: resort
        source: {engine: %s, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        target: {engine: %s, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        survey: {activityWindow: 1ms}
        """
            .formatted(
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
