package dev.migrationplanner.benchmarks;

import dev.migrationplanner.servers.EmbeddedMariaDb;
import dev.migrationplanner.servers.EmbeddedPostgres;
import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.ServerOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The source and the target that every contender runs on, in turn. */
final class Stand implements AutoCloseable {

  static final String DATABASE = "bench";

  private static final ServerOptions MARIADB =
      ServerOptions.defaults()
          .with("innodb-buffer-pool-size", "1G")
          .with("innodb-log-file-size", "512M")
          .with("sync-binlog", "0")
          .with("innodb-flush-log-at-trx-commit", "2");
  private static final ServerOptions POSTGRESQL =
      ServerOptions.defaults()
          .with("shared_buffers", "512MB")
          .with("max_wal_size", "8GB")
          .with("checkpoint_timeout", "30min");

  private final @Nullable EmbeddedServer source;
  private final @Nullable EmbeddedServer target;
  private final int sourcePort;
  private final int targetPort;

  private Stand(
      @Nullable EmbeddedServer source,
      @Nullable EmbeddedServer target,
      int sourcePort,
      int targetPort) {
    this.source = source;
    this.target = target;
    this.sourcePort = sourcePort;
    this.targetPort = targetPort;
  }

  /** Servers of its own. */
  static Stand start() {
    EmbeddedServer source = EmbeddedMariaDb.start(MARIADB);
    EmbeddedServer target = EmbeddedPostgres.start(POSTGRESQL);
    return new Stand(source, target, source.port(), target.port());
  }

  /** Servers that {@code benchmarks/run servers} started, if ports are given. */
  static Stand of(int sourcePort, int targetPort) {
    return sourcePort == 0 ? start() : new Stand(null, null, sourcePort, targetPort);
  }

  int sourcePort() {
    return sourcePort;
  }

  int targetPort() {
    return targetPort;
  }

  Connection source() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:" + sourcePort + "/?user=root&allowMultiQueries=true");
  }

  Connection target(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + targetPort + "/" + database, "postgres", "");
  }

  /** Makes the case's data where it is not there yet. */
  void fill(BenchCase data) throws SQLException {
    try (Connection connection = source();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE IF NOT EXISTS " + DATABASE);
      statement.execute("USE " + DATABASE);
      if (marked(statement, data)) {
        return;
      }
      System.out.println("making " + data.description() + " ...");
      statement.execute("DROP DATABASE " + DATABASE);
      statement.execute("CREATE DATABASE " + DATABASE);
      statement.execute("USE " + DATABASE);
      for (String text : data.sourceStatements()) {
        statement.execute(text);
      }
      statement.execute("CREATE DATABASE IF NOT EXISTS bench_made");
      statement.execute("CREATE OR REPLACE TABLE bench_made.made (what TEXT)");
      statement.execute("INSERT INTO bench_made.made VALUES ('" + data.description() + "')");
    }
  }

  private static boolean marked(Statement statement, BenchCase data) throws SQLException {
    try (ResultSet row = statement.executeQuery("SHOW TABLES FROM bench_made")) {
      if (!row.next()) {
        return false;
      }
    } catch (SQLException e) {
      return false; // There is no such database yet.
    }
    try (ResultSet row = statement.executeQuery("SELECT what FROM bench_made.made")) {
      return row.next() && row.getString(1).equals(data.description());
    }
  }

  /** An empty target database, all that was written before settled; the source's pages are warm. */
  void prepare(BenchCase data) throws SQLException {
    try (Connection connection = target("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
      statement.execute("CREATE DATABASE " + DATABASE);
      statement.execute("CHECKPOINT");
    }
    try (Connection connection = source();
        Statement statement = connection.createStatement()) {
      statement.execute("USE " + DATABASE);
      for (String table : data.tables()) {
        statement.execute("SELECT count(*) FROM " + table + " FORCE INDEX (PRIMARY)");
      }
    }
  }

  /** Runs these on the target. */
  void onTarget(List<String> statements) throws SQLException {
    try (Connection connection = target(DATABASE);
        Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  /** Rows of all tables on the target, counted. */
  long rowsOnTarget(BenchCase data) throws SQLException {
    long rows = 0;
    try (Connection connection = target(DATABASE);
        Statement statement = connection.createStatement()) {
      for (String table : data.tables()) {
        String schema = schemaOf(statement, table);
        try (ResultSet row =
            statement.executeQuery("SELECT count(*) FROM " + schema + "." + table)) {
          row.next();
          rows += row.getLong(1);
        }
      }
    }
    return rows;
  }

  /** pgloader puts the tables into a schema of the source database's name. */
  private static String schemaOf(Statement statement, String table) throws SQLException {
    String query =
        "SELECT table_schema FROM information_schema.tables WHERE table_name = '%s'"
            .formatted(table);
    try (ResultSet row = statement.executeQuery(query)) {
      if (!row.next()) {
        throw new SQLException("there is no table " + table + " on the target");
      }
      return row.getString(1);
    }
  }

  /** Versions of both. */
  List<String> versions() throws SQLException {
    var versions = new ArrayList<String>();
    try (Connection connection = source();
        ResultSet row = connection.createStatement().executeQuery("SELECT version()")) {
      row.next();
      versions.add("MariaDB " + row.getString(1));
    }
    try (Connection connection = target("postgres");
        ResultSet row = connection.createStatement().executeQuery("SHOW server_version")) {
      row.next();
      versions.add("PostgreSQL " + row.getString(1));
    }
    return versions;
  }

  @Override
  public void close() {
    if (target != null) {
      target.close();
    }
    if (source != null) {
      source.close();
    }
  }
}
