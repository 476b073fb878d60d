package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.Database;
import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.Secret;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.Table;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A fresh database on a MariaDB, opened as the product opens it. */
final class Fixture implements AutoCloseable {

  final EmbeddedServer server;
  final String name;
  final Database database;

  private Fixture(EmbeddedServer server, String name) throws SQLException, IOException {
    this.server = server;
    this.name = name;
    this.database = MySqlDatabase.open(endpoint(server, name));
  }

  static Fixture fresh() throws SQLException, IOException {
    return on(SharedServers.mySql());
  }

  static Fixture on(EmbeddedServer server) throws SQLException, IOException {
    return new Fixture(server, SharedServers.freshDatabase(server, "my"));
  }

  static Endpoint endpoint(EmbeddedServer server, String database) throws IOException {
    return endpoint(SharedServers.mySqlEngine(), server.port(), database, "root", "");
  }

  static Endpoint endpoint(String engine, int port, String database, String user, String password)
      throws IOException {
    Path secret = Files.createTempFile("secret", "");
    secret.toFile().deleteOnExit();
    Files.writeString(secret, password);
    return new Endpoint(
        engine,
        "127.0.0.1",
        port,
        database,
        "",
        user,
        Secret.of("file:" + secret),
        Endpoint.Tls.PLAIN,
        Map.of());
  }

  /** Runs statements as an application of the team's would: not in our sessions. */
  void app(String... statements) throws SQLException {
    try (Connection connection = server.dataSource(name).getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : dev.migrationplanner.sync.Pair.dialect(statements)) {
        statement.execute(sql);
      }
    }
  }

  TableView view(String table) throws SQLException {
    try (Connection connection = database.connect(Database.Use.READ)) {
      return view(database.catalog().read(connection, table::equals).table(table).orElseThrow());
    }
  }

  static TableView view(Table table) {
    List<Column> columns = table.columns().stream().filter(c -> !c.generated()).toList();
    List<String> names = columns.stream().map(Column::name).toList();
    List<Integer> key =
        table
            .identifyingKey()
            .map(k -> k.columns().stream().map(names::indexOf).toList())
            .orElse(List.of());
    return new TableView(
        table, columns.stream().map(c -> new ColumnView(c, c.type())).toList(), key);
  }

  RowBuffer read(TableView view, KeyRange range) throws SQLException, IOException {
    var rows = new RowBuffer(view.columns().size());
    try (Connection connection = database.connect(Database.Use.READ)) {
      database.rows().read(connection, view, range, rows);
    }
    return rows;
  }

  List<RowKey> keys(TableView view) throws SQLException, IOException {
    return read(view, KeyRange.ALL).rows().stream().map(r -> RowBuffer.keyOf(view, r)).toList();
  }

  static List<String> texts(RowBuffer rows, int column) {
    return IntStream.range(0, rows.rows().size())
        .mapToObj(i -> text(rows.rows().get(i)[column]))
        .toList();
  }

  static String text(Object value) {
    if (value instanceof java.math.BigDecimal number) {
      return number.toPlainString();
    }
    return value instanceof byte[] bytes
        ? java.util.HexFormat.of().formatHex(bytes)
        : String.valueOf(value);
  }

  @Override
  public void close() throws SQLException {
    database.close();
    server.dropDatabase(name);
  }
}
