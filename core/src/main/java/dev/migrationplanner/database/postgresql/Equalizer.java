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
 * the rest goes through a staging table: rows that differ are updated, rows that are missing
 * inserted. Where that clashes with another unique key, the owners of the clashing values are taken
 * out and it is done once more.
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
    return upsertOrDisplace(deleted, named, rows.rows().size());
  }

  private Equalized upsertOrDisplace(long deleted, Set<RowKey> named, int staged)
      throws SQLException, IOException {
    try {
      return new Equalized(upsert(staged), deleted, List.of());
    } catch (SQLException e) {
      if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw Refusal.of(view.name(), e);
      }
    }
    execute("ROLLBACK TO SAVEPOINT migration_planner_equalize");
    Set<RowKey> displaced = displacement.takeOut();
    displaced.removeAll(named);
    try {
      return new Equalized(upsert(staged), deleted, List.copyOf(displaced));
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

  /** What is there first; what is missing only if some rows were not there, or were equal. */
  private long upsert(int staged) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      String update = updateSql();
      statement.execute(
          "SAVEPOINT migration_planner_equalize" + (update.isEmpty() ? "" : "; ") + update);
      long updated = statement.getMoreResults() ? 0 : Math.max(0, statement.getLargeUpdateCount());
      long inserted = updated < staged ? statement.executeLargeUpdate(insertSql()) : 0;
      statement.execute("RELEASE SAVEPOINT migration_planner_equalize");
      return updated + inserted;
    }
  }

  private void execute(String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  /**
   * Rows in key order, so that two writers of the same rows wait rather than deadlock. Rows that
   * are equal already are not locked: a dual write of the application must not wait for a row that
   * we only looked at. Empty where the key is all there is.
   */
  String updateSql() {
    String changes = differences("t", "s");
    return changes.isEmpty()
        ? ""
        : "UPDATE %s AS t SET %s\nFROM (SELECT * FROM %s ORDER BY %s) AS s\nWHERE %s AND (%s)"
            .formatted(
                sql.name(),
                assignments("s"),
                staging.name(),
                Quoting.DOUBLE.quoteAll(view.keyNames()),
                sameKey("t"),
                changes);
  }

  /** Rows whose key is not there; one that another writer puts there meanwhile is changed. */
  String insertSql() {
    return """
        INSERT INTO %1$s AS t (%2$s) OVERRIDING SYSTEM VALUE
        SELECT %3$s FROM %4$s AS s
        WHERE NOT EXISTS (SELECT FROM %1$s AS o WHERE %5$s) ORDER BY %6$s
        ON CONFLICT (%7$s) DO %8$s"""
        .formatted(
            sql.name(),
            sql.columns(),
            TableSql.of("s", view.columns()),
            staging.name(),
            sameKey("o"),
            TableSql.of("s", sql.key()),
            Quoting.DOUBLE.quoteAll(view.keyNames()),
            onConflict());
  }

  private String sameKey(String there) {
    var terms = new StringJoiner(" AND ");
    for (String name : view.keyNames()) {
      String quoted = Quoting.DOUBLE.quote(name);
      terms.add(there + "." + quoted + " = s." + quoted);
    }
    return terms.toString();
  }

  private String onConflict() {
    String assignments = assignments("excluded");
    return assignments.isEmpty()
        ? "NOTHING"
        : "UPDATE SET " + assignments + "\nWHERE " + differences("t", "excluded");
  }

  private String assignments(String from) {
    var assignments = new StringJoiner(", ");
    for (int i = 0; i < view.columns().size(); i++) {
      if (isWritten(i)) {
        String name = Quoting.DOUBLE.quote(view.columns().get(i).name());
        assignments.add(name + " = " + from + "." + name);
      }
    }
    return assignments.toString();
  }

  private String differences(String there, String wanted) {
    var differences = new StringJoiner(" OR ");
    for (int i = 0; i < view.columns().size(); i++) {
      if (isWritten(i)) {
        ColumnView column = view.columns().get(i);
        differences.add(
            comparable(there, column) + " IS DISTINCT FROM " + comparable(wanted, column));
      }
    }
    return differences.toString();
  }

  /** All but key columns that are equal only if their bytes are. */
  private boolean isWritten(int position) {
    return !view.key().contains(position) || !TableSql.exact(view.columns().get(position));
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
