package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.RowSink;
import dev.migrationplanner.database.Rows;
import dev.migrationplanner.database.TableView;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Rows of one schema. Everything is read and written by binary COPY. */
final class PostgreSqlRows implements Rows {

  private static final int KEYS_PER_QUERY_MAX = 20_000;

  private final String schema;

  PostgreSqlRows(String schema) {
    this.schema = schema;
  }

  @Override
  public long read(Connection connection, TableView view, KeyRange range, RowSink sink)
      throws SQLException, IOException {
    var sql = new TableSql(schema, view);
    String query =
        "SELECT %s FROM %s AS t%s%s"
            .formatted(
                TableSql.decodable("t", view.columns()),
                sql.name(),
                sql.where(range),
                sql.orderByKey());
    return CopyReader.read(connection, query, Decoders.of(view, view.columns()), sink);
  }

  @Override
  public void read(Connection connection, TableView view, Collection<RowKey> keys, RowSink sink)
      throws SQLException, IOException {
    List<RowKey> storable = KeyLiterals.storable(keys);
    int step =
        view.keyColumns().stream().allMatch(TableSql::exact)
            ? KEYS_PER_QUERY_MAX
            // Two keys that a collation calls equal must not give their row twice.
            : Math.max(1, storable.size());
    for (int i = 0; i < storable.size(); i += step) {
      readSome(connection, view, storable.subList(i, Math.min(i + step, storable.size())), sink);
    }
  }

  private void readSome(Connection connection, TableView view, List<RowKey> keys, RowSink sink)
      throws SQLException, IOException {
    var sql = new TableSql(schema, view);
    String query =
        "SELECT %s FROM %s AS t WHERE %s"
            .formatted(TableSql.decodable("t", view.columns()), sql.name(), sql.hasKey(keys));
    CopyReader.read(connection, query, Decoders.of(view, view.columns()), sink);
  }

  @Override
  public Optional<RowKey> boundary(
      Connection connection, TableView view, @Nullable RowKey after, long rows)
      throws SQLException {
    var sql = new TableSql(schema, view);
    String query =
        "SELECT %s FROM (SELECT %s FROM %s AS t%s%s LIMIT %d) AS t ORDER BY %s LIMIT 1"
            .formatted(
                TableSql.decodable("t", sql.key()),
                TableSql.of("t", sql.key()),
                sql.name(),
                sql.where(new KeyRange(after, null)),
                sql.orderByKey(),
                Math.max(1, rows),
                descending(sql.key()));
    return KeyQuery.run(connection, view, query).stream().findFirst();
  }

  private static String descending(List<ColumnView> key) {
    var terms = new StringJoiner(", ");
    key.forEach(c -> terms.add(TableSql.of("t", List.of(c)) + " DESC"));
    return terms.toString();
  }

  @Override
  public List<RowKey> children(
      Connection connection,
      TableView child,
      List<String> columns,
      TableView parent,
      List<String> referenced,
      Collection<RowKey> parentKeys)
      throws SQLException {
    List<RowKey> storable = KeyLiterals.storable(parentKeys);
    if (storable.isEmpty()) {
      return List.of();
    }
    var sql = new TableSql(schema, child);
    var parentSql = new TableSql(schema, parent);
    String query =
        "SELECT %s FROM %s AS t WHERE (%s) IN (SELECT %s FROM %s)"
            .formatted(
                TableSql.decodable("t", sql.key()),
                sql.name(),
                names("t", columns),
                parent.keyNames().containsAll(referenced)
                    ? names("k", referenced)
                    : names("t", referenced),
                parent.keyNames().containsAll(referenced)
                    ? "unnest(%s) AS k(%s)"
                        .formatted(
                            KeyLiterals.arrays(parentSql.key(), storable),
                            Quoting.DOUBLE.quoteAll(parent.keyNames()))
                    : parentSql.name() + " AS t WHERE " + parentSql.hasKey(storable));
    return KeyQuery.run(connection, child, query);
  }

  private static String names(String alias, List<String> columns) {
    var names = new StringJoiner(", ");
    columns.forEach(c -> names.add(alias + "." + Quoting.DOUBLE.quote(c)));
    return names.toString();
  }

  @Override
  public BulkWriter append(Connection connection, TableView view) throws SQLException {
    var sql = new TableSql(schema, view);
    return BinaryWriter.start(connection, view, sql.name() + " (" + sql.columns() + ")");
  }

  @Override
  public Equalized equalize(
      Connection connection, TableView view, Collection<RowKey> keys, RowBuffer rows)
      throws SQLException, IOException {
    return new Equalizer(connection, schema, view).equalize(keys, rows);
  }
}
