package dev.migrationplanner.ledger;

import dev.migrationplanner.servers.EmbeddedServer;
import dev.migrationplanner.servers.SharedServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A MariaDB and a PostgreSQL with one table of goods and an audit table, and the ledger of what was
 * written there.
 */
final class TwoSides implements AutoCloseable {

  static final TableShape GOODS =
      TableShape.of(
          "goods",
          List.of("shelf", "place"),
          "shelf TEXT",
          "place INTEGER",
          "label TEXT",
          "price DECIMAL",
          "sold BOOLEAN",
          "seen_at TIMESTAMP",
          "photo BYTES",
          "attributes JSON");
  static final TableShape AUDIT =
      TableShape.of("audit", List.of("id"), "id INTEGER", "op_id INTEGER", "entity TEXT");

  final Connection source;
  final Connection target;
  final Ledger ledger;
  private int audits;

  TwoSides(Path directory) throws SQLException {
    source = open(SharedServers.mariaDb());
    target = open(SharedServers.postgres());
    run(
        source,
        "CREATE TABLE goods (shelf VARCHAR(20) COLLATE utf8mb4_bin, place INT UNSIGNED, label TEXT, price DECIMAL(10,2),"
            + " sold TINYINT(1), seen_at TIMESTAMP(3) NULL, photo BLOB, attributes JSON, PRIMARY KEY (shelf, place))");
    run(source, "CREATE TABLE audit (id BIGINT PRIMARY KEY, op_id BIGINT, entity VARCHAR(40))");
    run(
        target,
        "CREATE TABLE goods (shelf text, place bigint, label text, price numeric(10,2), sold boolean,"
            + " seen_at timestamptz(3), photo bytea, attributes jsonb, PRIMARY KEY (shelf, place))");
    run(target, "CREATE TABLE audit (id bigint PRIMARY KEY, op_id bigint, entity text)");
    ledger =
        new Ledger(
            List.of(GOODS), new AuditTable(AUDIT, "op_id"), directory.resolve("ledger.jsonl"));
  }

  static Row goods(String shelf, int place, String label) {
    return Row.of(
        GOODS,
        shelf,
        place,
        label,
        "1.50",
        "1",
        "2026-03-08 02:30:00.120",
        "00ff",
        "{\"b\": [1, 2.50], \"a\": null}");
  }

  /** Writes an acknowledged row on both sides. */
  long put(Row row) throws SQLException {
    long operation = ledger.begin("PUT");
    both(insert(row));
    ledger.acknowledged(operation, List.of(new Effect.Put(row)), audit(operation));
    return operation;
  }

  /** Removes a row on both sides, acknowledged. */
  void remove(Row row) throws SQLException {
    long operation = ledger.begin("REMOVE");
    both(delete(row));
    ledger.acknowledged(operation, List.of(new Effect.Removed(row.key())), audit(operation));
  }

  /** Writes the operation's audit row on both sides. */
  Row audit(long operation) throws SQLException {
    Row row = Row.of(AUDIT, ++audits, operation, "goods");
    both(auditInsert(row));
    return row;
  }

  static String auditInsert(Row row) {
    return "INSERT INTO audit VALUES ("
        + row.get("id")
        + ", "
        + row.get("op_id")
        + ", '"
        + row.get("entity")
        + "')";
  }

  static String insert(Row row) {
    return "INSERT INTO goods VALUES ('%s', %s, '%s', 1.5, true, '2026-03-08 02:30:00.12', #, '{ \"a\": null, \"b\": [1, 2.5]}')"
        .formatted(row.get("shelf"), row.get("place"), row.notNull("label").replace("'", "''"));
  }

  static String delete(Row row) {
    return "DELETE FROM goods WHERE shelf = '%s' AND place = %s"
        .formatted(row.get("shelf"), row.get("place"));
  }

  void both(String sql) throws SQLException {
    onSource(sql);
    onTarget(sql);
  }

  void onSource(String sql) throws SQLException {
    run(source, sql.replace("#", "x'00FF'"));
  }

  void onTarget(String sql) throws SQLException {
    run(target, sql.replace("#", "'\\x00ff'"));
  }

  Judgement judge() throws SQLException {
    return Judge.judge(ledger, source, target);
  }

  private static Connection open(EmbeddedServer server) throws SQLException {
    Connection connection =
        server.dataSource(SharedServers.freshDatabase(server, "judge")).getConnection();
    Engine.of(connection).useUtc(connection);
    return connection;
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    ledger.close();
    source.close();
    target.close();
  }
}
