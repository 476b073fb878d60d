package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Catalog;
import dev.migrationplanner.database.TableView;
import dev.migrationplanner.schema.OtherObject;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads one database's catalogue in about a dozen queries, however many tables it has. */
final class MySqlCatalog implements Catalog {

  /** Our own database. */
  static final String OURS = "migration_planner";

  private final String database;
  private final Flavour flavour;

  MySqlCatalog(String database, Flavour flavour) {
    this.database = database;
    this.flavour = flavour;
  }

  @Override
  public Schema read(Connection connection, Predicate<String> tableName) throws SQLException {
    if (database.equals(OURS)) {
      return new Schema(database, List.of(), List.of());
    }
    var tables = new TableParts(flavour, tableName);
    each(connection, CatalogSql.TABLES, 1, tables::table);
    if (flavour.isMariaDb()) {
      each(connection, CatalogSql.CHECKS_MARIADB, 1, tables::check);
      each(connection, CatalogSql.INDEXES_MARIADB, 1, tables::indexPart);
    } else {
      each(connection, CatalogSql.CHECKS_MYSQL, 1, tables::check);
      each(connection, CatalogSql.INDEXES_MYSQL, 1, tables::indexPart);
    }
    each(connection, CatalogSql.COLUMNS, 1, tables::column);
    each(connection, CatalogSql.FOREIGN_KEYS, 3, row -> tables.foreignKeyPart(row, database));
    List<Table> built = tables.build();
    if (built.stream().allMatch(table -> table.foreignKeys().isEmpty())) {
      HiddenForeignKeys.refuse(connection, database, built.stream().map(Table::name).toList());
    }
    return new Schema(database, built, others(connection));
  }

  private List<OtherObject> others(Connection connection) throws SQLException {
    var others = new ArrayList<OtherObject>();
    add(connection, CatalogSql.VIEWS, OtherObject.Kind.VIEW, others);
    add(connection, CatalogSql.TRIGGERS, OtherObject.Kind.TRIGGER, others);
    add(connection, CatalogSql.ROUTINES, OtherObject.Kind.ROUTINE, others);
    add(connection, CatalogSql.EVENTS, OtherObject.Kind.EVENT, others);
    add(connection, CatalogSql.SEQUENCES, OtherObject.Kind.SEQUENCE, others);
    return others;
  }

  private void add(
      Connection connection, String sql, OtherObject.Kind kind, List<OtherObject> others)
      throws SQLException {
    each(
        connection,
        sql,
        1,
        row -> {
          String definition = row.getString(2);
          others.add(new OtherObject(kind, row.getString(1), definition == null ? "" : definition));
        });
  }

  @Override
  public Map<String, TableSize> sizes(Connection connection) throws SQLException {
    var sizes = new HashMap<String, TableSize>();
    each(
        connection,
        CatalogSql.SIZES,
        1,
        row ->
            sizes.put(
                row.getString(1), new TableSize(row.getLong(2), row.getLong(3), row.getLong(4))));
    return sizes;
  }

  @Override
  public String fingerprint(Connection connection, List<TableView> tables) throws SQLException {
    if (tables.isEmpty()) {
      return "";
    }
    List<String> names = tables.stream().map(TableView::name).sorted().toList();
    String marks = String.join(", ", Collections.nCopies(names.size(), "?"));
    MessageDigest digest = sha256();
    try (PreparedStatement query = connection.prepareStatement(CatalogSql.SHAPE.formatted(marks))) {
      int position = 1;
      for (int half = 0; half < 2; half++) {
        query.setString(position++, database);
        for (String name : names) {
          query.setString(position++, name);
        }
      }
      hash(query, digest);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  @Override
  public List<String> triggered(Connection connection, List<TableView> tables) throws SQLException {
    Set<String> names = tables.stream().map(TableView::name).collect(Collectors.toSet());
    try (PreparedStatement query = connection.prepareStatement(CatalogSql.TRIGGERED)) {
      query.setString(1, database);
      try (ResultSet row = query.executeQuery()) {
        var found = new ArrayList<String>();
        while (row.next()) {
          if (names.contains(row.getString(1))) {
            found.add(row.getString(1));
          }
        }
        return found;
      }
    }
  }

  private static void hash(PreparedStatement query, MessageDigest digest) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        for (int column = 1; column <= 7; column++) {
          String text = String.valueOf(row.getString(column));
          digest.update((text.length() + ":" + text).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Server-wide counts. MySQL counts no log bytes: the bytes of InnoDB's redo log stand in for them
   * there, a figure of the same order.
   */
  @Override
  public Activity activity(Connection connection) throws SQLException {
    var counts = new HashMap<String, Long>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SHOW GLOBAL STATUS WHERE Variable_name IN
                  ('Innodb_rows_inserted', 'Innodb_rows_updated', 'Innodb_rows_deleted',
                   'Innodb_rows_read', 'Binlog_commits', 'Handler_commit', 'Binlog_bytes_written',
                   'Innodb_os_log_written', 'Handler_write', 'Handler_update', 'Handler_delete',
                   'Handler_read_rnd_next', 'Handler_read_key', 'Handler_read_next')""")) {
      while (row.next()) {
        counts.put(row.getString(1), row.getLong(2));
      }
    }
    return new Activity(
        sum(counts, "Innodb_rows_inserted", "Innodb_rows_updated", "Innodb_rows_deleted")
            .orElseSum(counts, "Handler_write", "Handler_update", "Handler_delete"),
        sum(counts, "Innodb_rows_read")
            .orElseSum(counts, "Handler_read_rnd_next", "Handler_read_key", "Handler_read_next"),
        sum(counts, "Binlog_commits").orElseSum(counts, "Handler_commit"),
        sum(counts, "Binlog_bytes_written").orElseSum(counts, "Innodb_os_log_written"));
  }

  private static Sum sum(Map<String, Long> counts, String... names) {
    boolean known = counts.containsKey(names[0]);
    return new Sum(known, List.of(names).stream().mapToLong(n -> counts.getOrDefault(n, 0L)).sum());
  }

  private record Sum(boolean known, long value) {
    long orElseSum(Map<String, Long> counts, String... names) {
      return known ? value : sum(counts, names).value;
    }
  }

  /** Takes the current row. */
  interface RowConsumer {
    void accept(ResultSet row) throws SQLException;
  }

  private void each(Connection connection, String sql, int parameters, RowConsumer consumer)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 1; i <= parameters; i++) {
        query.setString(i, database);
      }
      query.setFetchSize(1000);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          consumer.accept(row);
        }
      }
    }
  }
}
