package dev.migrationplanner.sync;

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
import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.Secret;
import dev.migrationplanner.plan.TableMapping;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A real MariaDB and a real PostgreSQL with one migration between them, for tests. */
public final class Pair implements AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  public final String migration = "pair-" + NUMBER.incrementAndGet();
  public final EmbeddedServer sourceServer;
  public final EmbeddedServer targetServer;
  public final String sourceDatabase;
  public final String targetDatabase;
  public final Database source;
  public final Database target;
  public final List<MappedTable> tables;
  public final SyncSide sourceSide;
  public final SyncSide targetSide;
  public final TargetSchema targetSchema;
  public final Schema convertedSchema;

  /** Makes the source's tables by these statements, and the target's from them. */
  public Pair(String... statements) throws Exception {
    this(SharedServers.mySql(), SharedServers.postgreSql(), statements);
  }

  /** The same on these servers, which stay the caller's. */
  public Pair(EmbeddedServer sourceServer, EmbeddedServer targetServer, String... statements)
      throws Exception {
    this(false, false, sourceServer, targetServer, statements);
  }

  /** The same with accounts that have no more rights than {@code grants.sql} gives them. */
  static Pair withLeastPrivileges(String... statements) throws Exception {
    return new Pair(true, false, SharedServers.mySql(), SharedServers.postgreSql(), statements);
  }

  /** The same in the idiomatic profile, as if a scan had proved every column that it can be of. */
  static Pair idiomatic(String... statements) throws Exception {
    return new Pair(false, true, SharedServers.mySql(), SharedServers.postgreSql(), statements);
  }

  private Pair(
      boolean least,
      boolean idiomatic,
      EmbeddedServer sourceServer,
      EmbeddedServer targetServer,
      String... statements)
      throws Exception {
    this.sourceServer = sourceServer;
    this.targetServer = targetServer;
    sourceDatabase = SharedServers.freshDatabase(sourceServer, "pair");
    targetDatabase = SharedServers.freshDatabase(targetServer, "pair");
    onSource(statements);
    source =
        open(least, sourceServer, endpoint(engine(sourceServer), sourceServer, sourceDatabase));
    target = open(least, targetServer, endpoint("postgresql", targetServer, targetDatabase));
    Schema schema;
    try (Connection connection = source.connect(Use.READ)) {
      schema = source.catalog().read(connection, name -> true);
    }
    var from = source.ddl().dialect();
    Map<String, Idiom> idioms = idiomatic ? target.ddl().idioms(schema, from) : Map.of();
    Ddl.Conversion conversion = target.ddl().convert(schema, from, idioms);
    convertedSchema = conversion.schema();
    tables = TableMapping.of(schema, conversion).tables();
    sourceSide = side(Side.SOURCE, source);
    targetSide = side(Side.TARGET, target);
    targetSchema = new TargetSchema(target, convertedSchema, text -> {});
    try (Connection connection = source.connect(Use.CREATE)) {
      sourceSide.control().install(connection);
    }
    targetSchema.create(targetSide.control());
    EpochRaise.begin(
        sourceSide, targetSide, new EpochRow(1, Side.SOURCE, Stage.DUAL_WRITE, 0, false));
  }

  private static String engine(EmbeddedServer server) {
    return server == SharedServers.mySql() ? SharedServers.mySqlEngine() : "mariadb";
  }

  private static Database open(boolean least, EmbeddedServer server, Endpoint administrator)
      throws Exception {
    if (!least) {
      return Databases.open(administrator);
    }
    Path password = Files.createTempFile("password", ".txt");
    password.toFile().deleteOnExit();
    Files.writeString(password, "C4NARY");
    var endpoint =
        new Endpoint(
            administrator.engine(),
            administrator.host(),
            administrator.port(),
            administrator.database(),
            administrator.schema(),
            administrator.database(),
            Secret.of("file:" + password),
            administrator.tls(),
            administrator.options());
    for (String grant : Databases.grants(endpoint)) {
      if (!grant.startsWith("--")) {
        run(
            server.dataSource(endpoint.database()),
            grant.replaceAll("<the password .*>", "C4NARY"));
      }
    }
    return Databases.open(endpoint);
  }

  /** How to reach a database of an embedded server. */
  public static Endpoint endpoint(String engine, EmbeddedServer server, String database)
      throws Exception {
    Path password = Files.createTempFile("password", ".txt");
    password.toFile().deleteOnExit();
    return new Endpoint(
        engine,
        "127.0.0.1",
        server.port(),
        database,
        "public",
        server.user(),
        Secret.of("file:" + password),
        Endpoint.Tls.PLAIN,
        Map.of());
  }

  private SyncSide side(Side side, Database database) {
    return new SyncSide(
        side,
        database,
        new ControlTables(database.controlSql(), migration),
        tables.stream().map(t -> t.on(side)).toList());
  }

  /** Sync of all tables, not started. */
  public Sync sync() {
    return sync(SyncOptions.DEFAULT);
  }

  /** Sync of all tables with these limits, not started. */
  public Sync sync(SyncOptions options) {
    return sync(options, Map.of());
  }

  /** The same, with the planned shapes of the tables. */
  public Sync sync(SyncOptions options, Map<Side, String> fingerprints) {
    return new Sync(
        migration, sourceSide, targetSide, tables, options, fingerprints, Touches.UNNOTED);
  }

  /** Copies everything that is there. */
  public boolean copy() throws Exception {
    var copier = new Copier(source, target, targetSide.control(), CopyOptions.DEFAULT);
    return copier.copy(tables, 1, copier.progress(tables));
  }

  /** MariaDB's sequence tables in words that MySQL has too, where the tests run on it. */
  public static String[] dialect(String... statements) {
    if (!SharedServers.mySqlEngine().equals("mysql")) {
      return statements;
    }
    return java.util.Arrays.stream(statements)
        .map(
            s ->
                s.replaceAll(
                    "seq_(\\d+)_to_(\\d++)(?! s\\d)",
                    "(WITH RECURSIVE s(seq) AS (SELECT $1 UNION ALL SELECT seq + 1 FROM s WHERE seq"
                        + " < $2) SELECT seq FROM s) AS numbered"))
        .map(
            s ->
                s.replaceAll(
                    "seq_(\\d+)_to_(\\d+) (s\\d)",
                    "(WITH RECURSIVE s(seq) AS (SELECT $1 UNION ALL SELECT seq + 1 FROM s WHERE seq"
                        + " < $2) SELECT seq FROM s) AS $3"))
        .toArray(String[]::new);
  }

  public void onSource(String... statements) throws SQLException {
    run(sourceServer.dataSource(sourceDatabase), dialect(statements));
  }

  public void onTarget(String... statements) throws SQLException {
    run(targetServer.dataSource(targetDatabase), statements);
  }

  private static void run(javax.sql.DataSource where, String... statements) throws SQLException {
    try (Connection connection = where.getConnection();
        Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  /** Rows as lines, from plain SQL. */
  public List<String> rowsOnSource(String query) throws SQLException {
    return rows(sourceServer.dataSource(sourceDatabase), query);
  }

  /** Rows as lines, from plain SQL. */
  public List<String> rowsOnTarget(String query) throws SQLException {
    return rows(targetServer.dataSource(targetDatabase), query);
  }

  private static List<String> rows(javax.sql.DataSource where, String query) throws SQLException {
    try (Connection connection = where.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      var lines = new ArrayList<String>();
      while (row.next()) {
        var line = new ArrayList<String>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          line.add(row.getString(i));
        }
        lines.add(String.join("|", line.stream().map(String::valueOf).toList()));
      }
      return lines;
    }
  }

  @Override
  public void close() throws Exception {
    source.changeLog(migration, sourceSide.views()).drop();
    target.changeLog(migration, targetSide.views()).drop();
    source.close();
    target.close();
  }
}
