package dev.migrationplanner.database.mysql;

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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads and writes rows of MySQL and MariaDB. */
final class MySqlRows implements Rows {

  /** Keys in one statement; MariaDB turns longer lists into joins. */
  static final int KEYS_PER_STATEMENT = 500;

  private final String database;

  MySqlRows(String database) {
    this.database = database;
  }

  @Override
  public long read(Connection connection, TableView view, KeyRange range, RowSink sink)
      throws SQLException, IOException {
    var key = new KeySql(database, view);
    var reader = new RowReader(view);
    String order = view.key().isEmpty() ? "" : " ORDER BY " + key.order("");
    return reader.stream(
        connection,
        "SELECT "
            + reader.selectList()
            + " FROM "
            + key.table()
            + key.forced()
            + " WHERE "
            + key.within(range)
            + order,
        sink);
  }

  @Override
  public void read(Connection connection, TableView view, Collection<RowKey> keys, RowSink sink)
      throws SQLException, IOException {
    readKeys(connection, view, keys, "", sink);
  }

  void readKeys(
      Connection connection, TableView view, Collection<RowKey> keys, String suffix, RowSink sink)
      throws SQLException, IOException {
    var key = new KeySql(database, view);
    var reader = new RowReader(view);
    for (List<RowKey> batch : batches(keys)) {
      reader.stream(
          connection,
          "SELECT "
              + reader.selectList()
              + " FROM "
              + key.table()
              + key.forced()
              + " WHERE "
              + key.among(batch)
              + suffix,
          sink);
    }
  }

  /** At most {@link #KEYS_PER_STATEMENT} keys each. */
  static List<List<RowKey>> batches(Collection<RowKey> keys) {
    List<RowKey> all = List.copyOf(keys);
    int count = (all.size() + KEYS_PER_STATEMENT - 1) / KEYS_PER_STATEMENT;
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                all.subList(
                    i * KEYS_PER_STATEMENT, Math.min(all.size(), (i + 1) * KEYS_PER_STATEMENT)))
        .toList();
  }

  @Override
  public Optional<RowKey> boundary(
      Connection connection, TableView view, @Nullable RowKey after, long rows)
      throws SQLException {
    var key = new KeySql(database, view);
    String from = key.table() + key.forced() + " WHERE " + key.within(new KeyRange(after, null));
    Optional<RowKey> found =
        key(connection, view, from, " ORDER BY " + key.order("") + " LIMIT 1 OFFSET " + (rows - 1));
    return found.isPresent()
        ? found
        : key(connection, view, from, " ORDER BY " + key.order(" DESC") + " LIMIT 1");
  }

  private static Optional<RowKey> key(
      Connection connection, TableView view, String from, String suffix) throws SQLException {
    return keys(connection, view, "", from + suffix).stream().findFirst();
  }

  /** The keys that a FROM clause finds; {@code alias} is "" or the table's alias with a dot. */
  static List<RowKey> keys(Connection connection, TableView view, String alias, String from)
      throws SQLException {
    TableView keyView = keyView(view);
    var reader = new RowReader(keyView);
    var buffer = RowBuffer.keepingUncarriable(keyView.columns().size());
    try {
      reader.stream(connection, "SELECT " + reader.selectList(alias) + " FROM " + from, buffer);
    } catch (IOException e) {
      throw new IllegalStateException("a buffer does not fail", e);
    }
    return buffer.rows().stream().map(row -> RowBuffer.keyOf(keyView, row)).toList();
  }

  static TableView keyView(TableView view) {
    List<ColumnView> key = view.keyColumns();
    return new TableView(view.table(), key, IntStream.range(0, key.size()).boxed().toList());
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
    return new Children(database, child, columns, parent, referenced).of(connection, parentKeys);
  }

  @Override
  public BulkWriter append(Connection connection, TableView view) throws SQLException {
    return new InsertWriter(connection, database, view);
  }

  @Override
  public Equalized equalize(
      Connection connection, TableView view, Collection<RowKey> keys, RowBuffer rows)
      throws SQLException, IOException {
    return new Equalizer(this, connection, database, view).run(keys, rows);
  }

  /** {@code `a`, `b`} of a view's columns. */
  static String columnList(TableView view) {
    return Quoting.BACKTICK.quoteAll(view.columnNames());
  }
}
