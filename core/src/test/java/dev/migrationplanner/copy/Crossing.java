package dev.migrationplanner.copy;

import dev.migrationplanner.client.EpochRow;
import dev.migrationplanner.client.Side;
import dev.migrationplanner.client.Stage;
import dev.migrationplanner.database.ControlTables;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Databases;
import dev.migrationplanner.database.Ddl;
import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.QuarantineTable;
import dev.migrationplanner.plan.TableMapping;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.servers.DebianServers;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import dev.migrationplanner.sync.Pair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Any engine's real database, its conversion on any other, and the copy between them. */
public final class Crossing implements AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** A running server and the engine's name for it. */
  public record Site(String engine, EmbeddedServer server) {

    public static Site mariaDb() {
      return new Site("mariadb", SharedServers.mariaDb());
    }

    public static Site postgres() {
      return new Site("postgresql", SharedServers.postgres());
    }

    /** One that is not in Maven, where it is unpacked. */
    public static Optional<Site> debian(String engine, DebianServers.Kind kind) {
      return SharedServers.debian(kind).map(server -> new Site(engine, server));
    }

    public String fresh() {
      return SharedServers.freshDatabase(server, "cross");
    }

    Database open(String database) throws Exception {
      return Databases.open(Pair.endpoint(engine, server, database));
    }

    /** Plain JDBC, as an application would connect. */
    public Connection plain(String database) throws SQLException {
      return server.dataSource(database).getConnection();
    }
  }

  private final String migration = "cross-" + NUMBER.incrementAndGet();
  private final Site targetSite;
  public final Site sourceSite;
  public final String sourceDatabase;
  public final String targetDatabase;
  public final Database source;
  public final Database target;
  public final Schema sourceSchema;
  public final Ddl.Conversion conversion;
  public final TableMapping mapping;
  public final ControlTables control;

  /** From a database that is there into a fresh one. */
  public Crossing(Site sourceSite, String sourceDatabase, Site targetSite) throws Exception {
    this(sourceSite, sourceDatabase, targetSite, false);
  }

  private Crossing(Site sourceSite, String sourceDatabase, Site targetSite, boolean idiomatic)
      throws Exception {
    this.sourceSite = sourceSite;
    this.targetSite = targetSite;
    this.sourceDatabase = sourceDatabase;
    this.targetDatabase = targetSite.fresh();
    source = sourceSite.open(sourceDatabase);
    target = targetSite.open(targetDatabase);
    try (Connection connection = source.connect(Use.READ)) {
      sourceSchema = source.catalog().read(connection, name -> true);
    }
    var from = source.ddl().dialect();
    Map<String, Idiom> idioms = idiomatic ? target.ddl().idioms(sourceSchema, from) : Map.of();
    conversion = target.ddl().convert(sourceSchema, from, idioms);
    mapping = TableMapping.of(sourceSchema, conversion);
    control = new ControlTables(target.controlSql(), migration);
    schema().create(control);
    try (Connection connection = target.connect(Use.WRITE)) {
      control.epoch().put(connection, new EpochRow(1, Side.SOURCE, Stage.DUAL_WRITE, 0, false));
    }
  }

  /** From a fresh database made by these statements. */
  public static Crossing of(Site source, Site target, String... statements) throws Exception {
    String database = source.fresh();
    try (Connection connection = source.plain(database)) {
      run(connection, statements);
    }
    return new Crossing(source, database, target);
  }

  /** The same in the idiomatic profile, as if a scan had proved every column that it can be of. */
  public static Crossing idiomatic(Site source, Site target, String... statements)
      throws Exception {
    String database = source.fresh();
    try (Connection connection = source.plain(database)) {
      run(connection, statements);
    }
    return new Crossing(source, database, target, true);
  }

  /**
   * The way back as reverse sync goes it: from this target into a fresh database of the source's
   * server whose tables these statements make, by the same mapping turned round.
   */
  public Crossing reversed(String... statements) throws Exception {
    String database = sourceSite.fresh();
    try (Connection connection = sourceSite.plain(database)) {
      run(connection, statements);
    }
    return new Crossing(this, database);
  }

  private Crossing(Crossing there, String database) throws Exception {
    sourceSite = there.targetSite;
    targetSite = there.sourceSite;
    sourceDatabase = there.targetDatabase;
    targetDatabase = database;
    source = sourceSite.open(sourceDatabase);
    target = targetSite.open(targetDatabase);
    sourceSchema = there.conversion.schema();
    conversion = new Ddl.Conversion(there.sourceSchema, List.of());
    mapping =
        new TableMapping(
            there.tables().stream().map(t -> new MappedTable(t.target(), t.source())).toList(),
            there.mapping.keptOut());
    control = new ControlTables(target.controlSql(), migration);
    begin();
  }

  private void begin() throws SQLException {
    try (Connection connection = target.connect(Use.CREATE)) {
      control.install(connection);
    }
    try (Connection connection = target.connect(Use.WRITE)) {
      control.epoch().put(connection, new EpochRow(1, Side.SOURCE, Stage.DUAL_WRITE, 0, false));
    }
  }

  /** Drops every check constraint of the target, guards among them. */
  public void dropChecks() throws SQLException {
    for (var table : conversion.schema().tables()) {
      for (var check : table.checks()) {
        onTarget(
            targetSite.engine().equals("postgresql")
                ? "ALTER TABLE \"%s\" DROP CONSTRAINT \"%s\"".formatted(table.name(), check.name())
                : "ALTER TABLE `%s` DROP CONSTRAINT `%s`".formatted(table.name(), check.name()));
      }
    }
  }

  /** From this target back into a fresh database of the source's server. */
  public Crossing back() throws Exception {
    return new Crossing(targetSite, targetDatabase, sourceSite);
  }

  public TargetSchema schema() {
    return new TargetSchema(target, TableMapping.linked(tables(), conversion.schema()), text -> {});
  }

  public List<MappedTable> tables() {
    return mapping.tables();
  }

  public CopyProgress copy() throws Exception {
    return copy(CopyOptions.DEFAULT);
  }

  public CopyProgress copy(CopyOptions options) throws Exception {
    var copier = new Copier(source, target, control, options);
    CopyProgress progress = copier.progress(tables());
    if (!copier.copy(tables(), 1, progress)) {
      throw new IllegalStateException("the copy was stopped");
    }
    return progress;
  }

  /** The rows set aside so far, first by table, then by key. */
  public List<QuarantineTable.Entry> setAside() throws SQLException {
    try (Connection connection = target.connect(Use.WRITE)) {
      return control.quarantine().list(connection, 10_000);
    }
  }

  public void onSource(String... statements) throws SQLException {
    try (Connection connection = sourceSite.plain(sourceDatabase)) {
      run(connection, statements);
    }
  }

  public void onTarget(String... statements) throws SQLException {
    try (Connection connection = targetSite.plain(targetDatabase)) {
      run(connection, statements);
    }
  }

  public List<String> rowsOnSource(String query) throws SQLException {
    try (Connection connection = sourceSite.plain(sourceDatabase)) {
      return rows(connection, query);
    }
  }

  public List<String> rowsOnTarget(String query) throws SQLException {
    try (Connection connection = targetSite.plain(targetDatabase)) {
      return rows(connection, query);
    }
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  private static List<String> rows(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      var lines = new ArrayList<String>();
      while (row.next()) {
        var line = new ArrayList<String>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          line.add(String.valueOf(row.getString(i)));
        }
        lines.add(String.join("|", line));
      }
      return lines;
    }
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }
}
