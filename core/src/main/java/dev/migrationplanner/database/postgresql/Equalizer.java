package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.Rows.Equalized;
import dev.migrationplanner.database.TableView;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Makes the rows of some keys equal to given ones (rule 11): absent keys are deleted first, then
 * the rest goes through a staging table into one upsert that touches changed rows only. Where that
 * clashes with another unique key, the owners of the clashing values are taken out and it is done
 * once more.
 */
final class Equalizer {

  private static final String UNIQUE_VIOLATION = "23505";

  private final Connection connection;
  private final TableView view;
  private final TableSql sql;
  private final Staging staging;
  private final Displacement displacement;

  Equalizer(Connection connection, String schema, TableView view) {
    this.connection = connection;
    this.view = view;
    this.sql = new TableSql(schema, view);
    this.staging = new Staging(schema, view);
    this.displacement = new Displacement(connection, schema, view, staging.name());
  }

  Equalized equalize(Collection<RowKey> keys, RowBuffer rows) throws SQLException, IOException {
    if (connection.getAutoCommit()) {
      throw new IllegalStateException("rows are made equal in a transaction of the caller's");
    }
    var named = new HashSet<RowKey>(keys);
    var absent = new HashSet<RowKey>(keys);
    for (var row : rows.rows()) {
      RowKey key = RowBuffer.keyOf(view, row);
      absent.remove(key);
      named.add(key);
    }
    long deleted = delete(absent);
    if (rows.rows().isEmpty()) {
      return new Equalized(0, deleted, List.of());
    }
    staging.fill(connection, rows.rows());
    return upsertOrDisplace(deleted, named);
  }

  private Equalized upsertOrDisplace(long deleted, Set<RowKey> named)
      throws SQLException, IOException {
    try {
      return new Equalized(upsert(), deleted, List.of());
    } catch (SQLException e) {
      if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw Refusal.of(view.name(), e);
      }
    }
    execute("ROLLBACK TO SAVEPOINT migration_planner_equalize");
    Set<RowKey> displaced = displacement.takeOut();
    displaced.removeAll(named);
    try {
      return new Equalized(upsert(), deleted, List.copyOf(displaced));
    } catch (SQLException e) {
      throw Refusal.of(view.name(), e);
    }
  }

  private long delete(Set<RowKey> absent) throws SQLException {
    List<RowKey> storable = KeyLiterals.storable(absent);
    if (storable.isEmpty()) {
      return 0;
    }
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      return statement.executeLargeUpdate(
          "DELETE FROM " + sql.name() + " AS t WHERE " + sql.hasExactKey(storable));
    } catch (SQLException e) {
      throw Refusal.of(view.name(), e);
    }
  }

  private long upsert() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(
          "SAVEPOINT migration_planner_equalize; "
              + upsertSql()
              + "; RELEASE SAVEPOINT migration_planner_equalize");
      statement.getMoreResults();
      return statement.getLargeUpdateCount();
    }
  }

  private void execute(String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  /** Rows in key order, so that two writers of the same rows wait rather than deadlock. */
  String upsertSql() {
    return """
        INSERT INTO %s AS t (%s) OVERRIDING SYSTEM VALUE
        SELECT %s FROM %s AS s ORDER BY %s
        ON CONFLICT (%s) DO %s"""
        .formatted(
            sql.name(),
            sql.columns(),
            TableSql.of("s", view.columns()),
            staging.name(),
            TableSql.of("s", sql.key()),
            Quoting.DOUBLE.quoteAll(view.keyNames()),
            onConflict());
  }

  private String onConflict() {
    var assignments = new StringJoiner(", ");
    var differences = new StringJoiner(" OR ");
    for (int i = 0; i < view.columns().size(); i++) {
      ColumnView column = view.columns().get(i);
      if (!view.key().contains(i) || !TableSql.exact(column)) {
        String name = Quoting.DOUBLE.quote(column.name());
        assignments.add(name + " = excluded." + name);
        differences.add(
            comparable("t", column) + " IS DISTINCT FROM " + comparable("excluded", column));
      }
    }
    return assignments.length() == 0
        ? "NOTHING"
        : "UPDATE SET " + assignments + "\nWHERE " + differences;
  }

  /** The column in a form whose equality tells apart -0 and 0, spellings of JSON, and case. */
  private static String comparable(String alias, ColumnView column) {
    String name = alias + "." + Quoting.DOUBLE.quote(column.name());
    Physical physical = Physical.of(column.column());
    if (physical == Physical.FLOAT4 || physical == Physical.FLOAT8) {
      return (physical == Physical.FLOAT4 ? "float4send(" : "float8send(") + name + ")";
    }
    if (!physical.comparesExactly()) {
      return name + "::text";
    }
    return TableSql.exact(column) ? name : "(" + name + "::text COLLATE \"C\")";
  }
}
