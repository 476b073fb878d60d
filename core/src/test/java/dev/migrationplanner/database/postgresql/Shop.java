package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.Secret;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.Table;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** A fresh database on a real server, and the product's view of it. */
final class Shop implements AutoCloseable {

  final EmbeddedServer server;
  final String name;
  final Database database;
  final Connection admin;

  Shop(EmbeddedServer server) throws Exception {
    this.server = server;
    this.name = SharedServers.freshDatabase(server, "shop");
    this.admin = server.dataSource(name).getConnection();
    sql("SET TimeZone = 'UTC'");
    this.database = PostgreSqlDatabase.open(endpoint("postgres", name, "public", ""));
  }

  static Shop open() throws Exception {
    return new Shop(SharedServers.postgreSql());
  }

  Endpoint endpoint(String user, String databaseName, String schema, String password)
      throws Exception {
    Path file = Files.createTempFile("password", "");
    Files.writeString(file, password);
    file.toFile().deleteOnExit();
    return new Endpoint(
        "postgresql",
        "127.0.0.1",
        server.port(),
        databaseName,
        schema,
        user,
        Secret.of("file:" + file),
        Endpoint.Tls.PLAIN,
        Map.of());
  }

  void sql(String... statements) throws SQLException {
    try (var statement = admin.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  String one(String query) throws SQLException {
    return ServerFacts.one(admin, query);
  }

  void installControl() throws SQLException {
    sql(database.controlSql().install().toArray(String[]::new));
  }

  Table table(String tableName) throws SQLException {
    try (Connection connection = database.connect(Use.READ)) {
      return database.catalog().read(connection, tableName::equals).tables().get(0);
    }
  }

  /** The view whose logical types are the stored ones. */
  TableView view(String tableName) throws SQLException {
    return view(tableName, Map.of());
  }

  TableView view(String tableName, Map<String, SqlType> logical) throws SQLException {
    Table table = table(tableName);
    var columns = new ArrayList<ColumnView>();
    table.columns().stream()
        .filter(c -> !c.generated())
        .forEach(c -> columns.add(new ColumnView(c, logical.getOrDefault(c.name(), c.type()))));
    List<String> names = columns.stream().map(ColumnView::name).toList();
    List<Integer> key =
        table
            .identifyingKey()
            .map(k -> k.columns().stream().map(names::indexOf).toList())
            .orElse(List.of());
    return new TableView(table, columns, key);
  }

  static RowBuffer rows(TableView view, Object[]... rows) throws Exception {
    var buffer = new RowBuffer(view.columns().size());
    for (Object[] row : rows) {
      RowBuffer.replay(Arrays.stream(row).map(Shop::canonical).toArray(), buffer);
    }
    return buffer;
  }

  private static Object canonical(Object value) {
    return value instanceof Integer number
        ? (Object) number.longValue()
        : value instanceof String text ? utf8(text) : value;
  }

  static RowBuffer.Utf8 utf8(String text) {
    return new RowBuffer.Utf8(text.getBytes(StandardCharsets.UTF_8));
  }

  static Object[] row(Object... values) {
    return values;
  }

  void append(TableView view, Object[]... rows) throws Exception {
    try (Connection connection = database.connect(Use.WRITE)) {
      connection.setAutoCommit(false);
      var writer = database.rows().append(connection, view);
      try {
        for (Object[] row : rows(view, rows).rows()) {
          RowBuffer.replay(row, writer);
        }
      } catch (java.io.IOException e) {
        writer.abort();
        throw e;
      }
      writer.finish();
      connection.commit();
    }
  }

  RowBuffer read(TableView view, Collection<RowKey> keys) throws Exception {
    var buffer = new RowBuffer(view.columns().size());
    try (Connection connection = database.connect(Use.READ)) {
      database.rows().read(connection, view, keys, buffer);
    }
    return buffer;
  }

  /** Everything that makes two values differ, as text. */
  static List<String> texts(RowBuffer buffer) {
    return buffer.rows().stream().map(Shop::text).toList();
  }

  static String text(Object[] row) {
    return Arrays.stream(row)
        .map(v -> v instanceof byte[] b ? "bytes " + Arrays.toString(b) : String.valueOf(v))
        .toList()
        .toString();
  }

  static List<RowKey> keys(Object... first) {
    return Arrays.stream(first).map(k -> RowKey.of(String.valueOf(k))).distinct().toList();
  }

  static <T> HashSet<T> set(Collection<T> some) {
    return new HashSet<>(some);
  }

  @Override
  public void close() throws Exception {
    database.close();
    admin.close();
  }
}
