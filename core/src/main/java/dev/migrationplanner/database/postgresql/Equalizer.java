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

  /**
   * Rows in key order, so that two writers of the same rows wait rather than deadlock. Rows that
   * are equal already are left out before ON CONFLICT, which would lock them: a dual write of the
   * application must not wait for a row that we only looked at.
   */
  String upsertSql() {
    String changes = differences("o", "s");
    return """
        INSERT INTO %1$s AS t (%2$s) OVERRIDING SYSTEM VALUE
        SELECT %3$s FROM %4$s AS s LEFT JOIN %1$s AS o ON %5$s
        WHERE %6$s ORDER BY %7$s
        ON CONFLICT (%8$s) DO %9$s"""
        .formatted(
            sql.name(),
            sql.columns(),
            TableSql.of("s", view.columns()),
            staging.name(),
            sameKey(),
            missing() + (changes.isEmpty() ? "" : " OR " + changes),
            TableSql.of("s", sql.key()),
            Quoting.DOUBLE.quoteAll(view.keyNames()),
            onConflict());
  }

  private String sameKey() {
    var terms = new StringJoiner(" AND ");
    for (String name : view.keyNames()) {
      String quoted = Quoting.DOUBLE.quote(name);
      terms.add("o." + quoted + " = s." + quoted);
    }
    return terms.toString();
  }

  private String missing() {
    return "o." + Quoting.DOUBLE.quote(view.keyNames().get(0)) + " IS NULL";
  }

  private String onConflict() {
    var assignments = new StringJoiner(", ");
    for (int i = 0; i < view.columns().size(); i++) {
      if (isWritten(i)) {
        String name = Quoting.DOUBLE.quote(view.columns().get(i).name());
        assignments.add(name + " = excluded." + name);
      }
    }
    return assignments.length() == 0
        ? "NOTHING"
        : "UPDATE SET " + assignments + "\nWHERE " + differences("t", "excluded");
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
