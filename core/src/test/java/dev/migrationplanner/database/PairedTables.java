package dev.migrationplanner.database;

import dev.migrationplanner.database.mysql.MySqlParts;
import dev.migrationplanner.database.postgresql.PostgreSqlParts;
import dev.migrationplanner.schema.Collation;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.Key;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.SqlType.TextType;
import dev.migrationplanner.schema.Table;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A table on a real MariaDB and its conversion on a real PostgreSQL. */
public final class PairedTables implements AutoCloseable {

  public static final Collation LOOSE = new Collation("utf8mb4_general_ci", false, false, true);

  private final Connection source;
  private final Connection target;
  private final MappedTable mapped;

  private PairedTables(Connection source, Connection target, MappedTable mapped) {
    this.source = source;
    this.target = target;
    this.mapped = mapped;
  }

  /** Makes the table on both; the first {@code keyColumns} columns are the primary key. */
  public static PairedTables create(List<Column> columns, int keyColumns) throws SQLException {
    var names = columns.stream().limit(keyColumns).map(Column::name).toList();
    var table =
        new Table(
            "t", columns, new Key("PRIMARY", names), List.of(), List.of(), List.of(), "InnoDB", "");
    Connection source = connect(SharedServers.mariaDb());
    Connection target = connect(SharedServers.postgres());
    DdlSamples.run(source, List.of("SET time_zone = '+00:00'"));
    DdlSamples.run(source, MySqlParts.ddl().createTable(table));
    var schema = new Schema("s", List.of(table), List.of());
    Table held =
        PostgreSqlParts.ddl()
            .convert(schema, dev.migrationplanner.schema.Dialect.MARIADB)
            .schema()
            .tables()
            .get(0);
    DdlSamples.run(target, List.of("SET TIME ZONE 'UTC'"));
    DdlSamples.run(target, PostgreSqlParts.ddl().createTable(held));
    return new PairedTables(source, target, map(table, held, keyColumns));
  }

  private static Connection connect(EmbeddedServer server) throws SQLException {
    return server.dataSource(SharedServers.freshDatabase(server, "pair")).getConnection();
  }

  private static MappedTable map(Table source, Table target, int keyColumns) {
    var key = new ArrayList<Integer>();
    for (int i = 0; i < keyColumns; i++) {
      key.add(i);
    }
    return new MappedTable(view(source, source, key), view(target, source, key));
  }

  private static TableView view(Table held, Table source, List<Integer> key) {
    var columns = new ArrayList<ColumnView>();
    for (int i = 0; i < held.columns().size(); i++) {
      columns.add(new ColumnView(held.columns().get(i), source.columns().get(i).type()));
    }
    return new TableView(held, columns, key);
  }

  /** A column that may be NULL unless {@code nativeType} ends in "!". */
  public static Column column(String name, SqlType type, String nativeType) {
    boolean notNull = nativeType.endsWith("!");
    String bare = notNull ? nativeType.substring(0, nativeType.length() - 1) : nativeType;
    return new Column(name, type, bare, !notNull, new DefaultValue.None(), false, null, false, "");
  }

  public static TextType varchar(int length) {
    return new TextType(false, length, LOOSE);
  }

  /** Inserts a row given in SQL that both engines read alike. */
  public void insertBoth(String values) throws SQLException {
    onSource("INSERT INTO t VALUES (" + values + ")");
    onTarget("INSERT INTO t VALUES (" + values + ")");
  }

  public void onSource(String sql) throws SQLException {
    DdlSamples.run(source, List.of(sql));
  }

  public void onTarget(String sql) throws SQLException {
    DdlSamples.run(target, List.of(sql));
  }

  public Connection source() {
    return source;
  }

  public Connection target() {
    return target;
  }

  public MappedTable mapped() {
    return mapped;
  }

  public Digests sourceDigests() {
    return MySqlParts.digests();
  }

  public Digests targetDigests() {
    return PostgreSqlParts.digests();
  }

  @Override
  public void close() throws SQLException {
    source.close();
    target.close();
  }
}
