package dev.migrationplanner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.client.Migration;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.client.State;
import dev.migrationplanner.copy.TargetSchema;
import dev.migrationplanner.database.ControlTables;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import dev.migrationplanner.survey.Survey;
import dev.migrationplanner.verify.CompareOptions;
import dev.migrationplanner.verify.Comparison;
import dev.migrationplanner.verify.Views;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of a plan, compiled and run against real servers: each statement on each side. */
class GeneratedCodeTest {

  private static final long WAIT_MILLIS_MAX = 30_000;

  private static final String MARIADB =
      """
      CREATE TABLE things (id BIGINT UNSIGNED PRIMARY KEY, yes TINYINT(1), flag BIT(1), bits BIT(10), u INT UNSIGNED,
        price DECIMAL(12,2), f FLOAT, d DOUBLE, name VARCHAR(80) CHARACTER SET utf8mb4, fix CHAR(5), body TEXT CHARACTER SET utf8mb4,
        raw BLOB, day DATE, at DATETIME(6), seen TIMESTAMP(3) NULL, t TIME(3), y YEAR,
        e ENUM('a','b'), s SET('x','y','z'), doc JSON)""";

  private static final String POSTGRESQL =
      """
      CREATE TABLE things (id bigint PRIMARY KEY, yes boolean, price numeric(12,2), f real, d double precision,
        name varchar(80), body text, raw bytea, day date, at timestamp(6), seen timestamptz(3), t time(3),
        code uuid, doc jsonb)""";

  /** By field; what is not here stays NULL. */
  private static final Map<String, Object> VALUES =
      Map.ofEntries(
          Map.entry("id", "7"),
          Map.entry("yes", "1"),
          Map.entry("flag", "1"),
          Map.entry("bits", "513"),
          Map.entry("u", "4294967295"),
          Map.entry("price", "-12345.67"),
          Map.entry("f", "1.5"),
          Map.entry("d", "0.1"),
          Map.entry("name", "tab\tand €𝄞"),
          Map.entry("fix", "ab"),
          Map.entry("body", "line\nbreak"),
          Map.entry("raw", "\u0001z"),
          Map.entry("day", "1815-12-10"),
          Map.entry("at", "9999-12-31T23:59:59.999999"),
          Map.entry("seen", "2030-01-19T03:14:07.123Z"),
          Map.entry("t", "23:59:58.125"),
          Map.entry("y", "2155"),
          Map.entry("e", "b"),
          Map.entry("s", "x,z"),
          Map.entry("code", "6ccd780c-baba-1026-9564-5b8c656024db"),
          Map.entry("doc", "{\"a\": 1}"));

  @TempDir Path directory;

  @Test
  void theCodeForMariaDbToPostgreSqlWritesBothSidesAlikeAndReadsEither() throws Exception {
    run(SharedServers.mariaDb(), SharedServers.postgres(), MARIADB);
  }

  @Test
  void theCodeForPostgreSqlToMariaDbWritesBothSidesAlikeAndReadsEither() throws Exception {
    run(SharedServers.postgres(), SharedServers.mariaDb(), POSTGRESQL);
  }

  private void run(EmbeddedServer from, EmbeddedServer to, String table) throws Exception {
    String source = SharedServers.freshDatabase(from, "generated");
    String target = SharedServers.freshDatabase(to, "generated");
    execute(from, source, table);
    MigrationFile file = file(from, source, to, target);
    try (Database a = Databases.open(file.source());
        Database b = Databases.open(file.target())) {
      Facts facts = Survey.of(file, a, b, told -> {});
      prepare(file, facts, a, b);
      Class<?> things = compiled(Planner.plan(file, Decisions.NONE, facts), facts);
      MappedTable mapped = facts.mapping().tables().get(0);
      var comparison = new Comparison(Views.of(a, b), CompareOptions.DEFAULTS);
      Object row = row(things);
      directly(things, Side.SOURCE, from, source, row);
      directly(things, Side.TARGET, to, target, row);
      try (Migration both = open("both", Stage.DUAL_WRITE, from, source, to, target)) {
        call(things, "insert", both, row);
        await(1, to, target);
        assertThat(comparison.full(mapped).differences()).isEmpty();
        same(things, row, find(things, both));
        call(things, "update", both, other(things));
        await("name = 'other'", 1, to, target);
        assertThat(comparison.full(mapped).differences()).isEmpty();
      }
      try (Migration live = open("live", Stage.LIVE, from, source, to, target)) {
        same(things, other(things), find(things, live));
        execute(from, source, "UPDATE things SET name = 'only here'");
        same(things, other(things), find(things, live));
        things.getMethod("delete", Migration.class, key(things)).invoke(null, live, id(things));
        await(0, to, target);
        assertThat(count("1 = 1", from, source)).isZero();
      }
    }
  }

  static void prepare(MigrationFile file, Facts facts, Database source, Database target)
      throws Exception {
    var there = new ControlTables(target.controlSql(), file.migration());
    new TargetSchema(target, facts.conversion().schema(), told -> {}).create(there);
    var here = new ControlTables(source.controlSql(), file.migration());
    try (Connection connection = source.connect(Use.CREATE)) {
      here.install(connection);
    }
    var begun = new EpochRow(1, Side.SOURCE, Stage.OFF, 0, false);
    try (Connection a = source.connect(Use.WRITE);
        Connection b = target.connect(Use.WRITE)) {
      here.epoch().put(a, begun);
      there.epoch().put(b, begun);
    }
  }

  private Class<?> compiled(Plan plan, Facts facts) throws Exception {
    var made = new TreeMap<String, String>();
    new ApplicationCode(plan, facts.mapping()).files(made::put);
    Path classes = Files.createDirectories(directory.resolve("classes"));
    for (var file : made.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    var said = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<Path> sources =
          made.keySet().stream().filter(n -> n.endsWith(".java")).map(directory::resolve).toList();
      List<String> options =
          List.of(
              "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
      var units = files.getJavaFileObjectsFromPaths(sources);
      assertThat(compiler.getTask(said, files, null, options, null, units).call())
          .as(said.toString())
          .isTrue();
    }
    var loader =
        new URLClassLoader(
            new java.net.URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
    return loader.loadClass("migration.Things");
  }

  /** An instance of the application that follows its last known state: no control plane runs. */
  private Migration open(
      String instance,
      Stage stage,
      EmbeddedServer from,
      String source,
      EmbeddedServer to,
      String target)
      throws Exception {
    Path state = Files.createDirectories(directory.resolve(instance));
    var known = new State(1, Side.SOURCE, stage, 10_000, 0, 1, 0, 0);
    Files.writeString(state.resolve("generated.state"), known.print("generated"));
    Class<?> sides =
        new URLClassLoader(
                new java.net.URL[] {directory.resolve("classes").toUri().toURL()},
                getClass().getClassLoader())
            .loadClass("migration.Sides");
    return (Migration)
        sides
            .getMethod("open", javax.sql.DataSource.class, javax.sql.DataSource.class, Path.class)
            .invoke(null, from.dataSource(source), to.dataSource(target), state);
  }

  /** So that a statement that a server refuses is seen with the server's own words. */
  private static void directly(
      Class<?> things, Side side, EmbeddedServer server, String database, Object row)
      throws Exception {
    Method sql = things.getDeclaredMethod("insertSql", Side.class);
    sql.setAccessible(true);
    Method set =
        things
            .getClassLoader()
            .loadClass("migration.Values")
            .getDeclaredMethod("set", PreparedStatement.class, Object[].class);
    set.setAccessible(true);
    var values = new ArrayList<Object>();
    for (RecordComponent part : rowType(things).getRecordComponents()) {
      values.add(part.getAccessor().invoke(row));
    }
    try (Connection connection = server.dataSource(database).getConnection()) {
      connection.setAutoCommit(false);
      String text = (String) sql.invoke(null, side);
      try (PreparedStatement statement = connection.prepareStatement(text)) {
        set.invoke(null, statement, values.toArray());
        assertThat(statement.executeUpdate()).as(text).isEqualTo(1);
      }
      connection.rollback();
    }
  }

  private static Class<?> rowType(Class<?> things) {
    return things.getDeclaredClasses()[0];
  }

  private static Object row(Class<?> things) throws Exception {
    return row(things, VALUES);
  }

  private static Object other(Class<?> things) throws Exception {
    var values = new TreeMap<String, Object>(VALUES);
    values.put("name", "other");
    values.put("price", "0.5");
    values.remove("raw");
    values.remove("seen");
    return row(things, values);
  }

  private static Object row(Class<?> things, Map<String, Object> values) throws Exception {
    RecordComponent[] parts = rowType(things).getRecordComponents();
    Object[] of =
        Arrays.stream(parts)
            .map(p -> value(p.getType(), (String) values.get(p.getName())))
            .toArray();
    Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class[]::new);
    return rowType(things).getConstructor(types).newInstance(of);
  }

  private static Object value(Class<?> type, String text) {
    if (text == null) {
      return null;
    }
    return switch (type.getSimpleName()) {
      case "Integer" -> Integer.valueOf(text);
      case "Long" -> Long.valueOf(text);
      case "BigDecimal" -> new BigDecimal(text);
      case "Double" -> Double.valueOf(text);
      case "Boolean" -> text.equals("1");
      case "byte[]" -> text.getBytes(StandardCharsets.UTF_8);
      case "LocalDate" -> LocalDate.parse(text);
      case "LocalDateTime" -> LocalDateTime.parse(text);
      case "Instant" -> Instant.parse(text);
      default -> text;
    };
  }

  private static Class<?> key(Class<?> things) {
    return rowType(things).getRecordComponents()[0].getType();
  }

  private static Object id(Class<?> things) {
    return value(key(things), "7");
  }

  private static void call(Class<?> things, String method, Migration migration, Object row)
      throws Exception {
    assertThat(
            things.getMethod(method, Migration.class, rowType(things)).invoke(null, migration, row))
        .isEqualTo(1);
  }

  private static Object find(Class<?> things, Migration migration) throws Exception {
    return things
        .getMethod("find", Migration.class, key(things))
        .invoke(null, migration, id(things));
  }

  private static void same(Class<?> things, Object expected, Object found) throws Exception {
    Method same = things.getDeclaredMethod("same", rowType(things), rowType(things));
    same.setAccessible(true);
    assertThat(same.invoke(null, expected, found)).as("%s and %s", expected, found).isEqualTo(true);
  }

  /** The other side is written on a pool of the library's own. */
  private static void await(int rows, EmbeddedServer server, String database) throws Exception {
    await("1 = 1", rows, server, database);
  }

  private static void await(String condition, int rows, EmbeddedServer server, String database)
      throws Exception {
    long end = System.currentTimeMillis() + WAIT_MILLIS_MAX;
    while (count(condition, server, database) != rows && System.currentTimeMillis() < end) {
      Thread.sleep(20);
    }
    assertThat(count(condition, server, database)).isEqualTo(rows);
  }

  static int count(String condition, EmbeddedServer server, String database) throws Exception {
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM things WHERE " + condition)) {
      row.next();
      return row.getInt(1);
    }
  }

  static void execute(EmbeddedServer server, String database, String sql) throws Exception {
    try (Connection connection = server.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private MigrationFile file(EmbeddedServer from, String source, EmbeddedServer to, String target)
      throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "");
    return MigrationFile.parse(
        "migration.yaml",
        """
        migration: generated
        source: {engine: %s, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        target: {engine: %s, host: 127.0.0.1, port: %d, database: %s, user: %s, password: "file:%s"}
        survey: {activityWindow: 1ms}
        application: {languages: [java]}
        control: {port: 1}
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
