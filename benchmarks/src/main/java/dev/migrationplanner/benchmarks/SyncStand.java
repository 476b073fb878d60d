package dev.migrationplanner.benchmarks;

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
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.Secret;
import dev.migrationplanner.plan.TableMapping;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.sync.Direction;
import dev.migrationplanner.sync.EpochRaise;
import dev.migrationplanner.sync.Sync;
import dev.migrationplanner.sync.SyncOptions;
import dev.migrationplanner.sync.SyncSide;
import dev.migrationplanner.sync.Touches;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A case's tables, copied and in sync; the application does not write both sides. */
final class SyncStand implements AutoCloseable {

  static final String MIGRATION = "benchmark";

  private final Database source;
  private final Database target;
  private final List<MappedTable> tables;
  private final Sync sync;

  SyncStand(Stand stand, BenchCase data) throws Exception {
    source = Databases.open(endpoint("mariadb", stand.sourcePort(), "root"));
    target = Databases.open(endpoint("postgresql", stand.targetPort(), "postgres"));
    Schema schema;
    try (Connection connection = source.connect(Use.READ)) {
      schema = source.catalog().read(connection, data.tables()::contains);
    }
    Ddl.Conversion conversion = target.ddl().convert(schema, source.ddl().dialect());
    tables = TableMapping.of(schema, conversion).tables();
    SyncSide sourceSide = side(Side.SOURCE, source);
    SyncSide targetSide = side(Side.TARGET, target);
    try (Connection connection = source.connect(Use.CREATE)) {
      sourceSide.control().remove(connection);
      sourceSide.control().install(connection);
    }
    var targetSchema = new TargetSchema(target, conversion.schema(), text -> {});
    targetSchema.create(targetSide.control());
    EpochRaise.begin(sourceSide, targetSide, new EpochRow(1, Side.SOURCE, Stage.OFF, 0, false));
    sync =
        new Sync(
            MIGRATION,
            sourceSide,
            targetSide,
            tables,
            SyncOptions.DEFAULT,
            Map.of(),
            Touches.UNNOTED);
    sync.start(Direction.SOURCE_TO_TARGET, 1, Sync.Mode.COLLECT, true);
    var copier = new Copier(source, target, targetSide.control(), CopyOptions.DEFAULT);
    copier.copy(tables, 1, copier.progress(tables));
    targetSchema.finish();
    sync.mode(Sync.Mode.HOP);
    awaitEqual();
  }

  Sync sync() {
    return sync;
  }

  List<MappedTable> tables() {
    return tables;
  }

  void awaitEqual() throws InterruptedException {
    if (!sync.awaitEqual(Duration.ofMinutes(10))) {
      throw new IllegalStateException("the sides do not become equal: " + sync.status());
    }
  }

  private SyncSide side(Side side, Database database) {
    return new SyncSide(
        side,
        database,
        new ControlTables(database.controlSql(), MIGRATION),
        tables.stream().map(table -> table.on(side)).toList());
  }

  private static Endpoint endpoint(String engine, int port, String user) throws Exception {
    Path password = Files.createTempFile("no-password", "");
    password.toFile().deleteOnExit();
    return new Endpoint(
        engine,
        "127.0.0.1",
        port,
        Stand.DATABASE,
        "public",
        user,
        Secret.of("file:" + password),
        Endpoint.Tls.PLAIN,
        Map.of());
  }

  @Override
  public void close() throws SQLException {
    sync.close();
    source.close();
    target.close();
  }
}
