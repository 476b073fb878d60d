package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.Rows.Equalized;
import dev.migrationplanner.database.TableView;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows equal (rule 11). Absent keys are deleted first, by their bytes. Of the others the rows
 * there are read and locked; those that differ by a byte are written: missing ones by INSERT,
 * changed ones by INSERT ... ON DUPLICATE KEY UPDATE, which meets their primary key first because
 * InnoDB keeps the table in its order. A clash with another unique key takes the owners of the
 * clashing values out and tries again.
 */
final class Equalizer {

  private static final int ROWS_PER_STATEMENT = 200;
  private static final long BYTES_PER_STATEMENT = 1 << 20;
  private static final int ROUNDS_MAX = 20;
  private static final int DUPLICATE = 1062;

  private final MySqlRows access;
  private final Connection connection;
  private final TableView view;
  private final KeySql key;
  private final Clashes clashes;
  private final Map<RowKey, @Nullable Object[]> wanted = new LinkedHashMap<>();
  private final Set<RowKey> displaced = new LinkedHashSet<>();
  private Set<RowKey> todo = new LinkedHashSet<>();
  private long upserted;
  private long deleted;

  Equalizer(MySqlRows access, Connection connection, String database, TableView view) {
    this.access = access;
    this.connection = connection;
    this.view = view;
    this.key = new KeySql(database, view);
    this.clashes = new Clashes(view, key);
  }

  Equalized run(Collection<RowKey> keys, RowBuffer rows) throws SQLException, IOException {
    for (@Nullable Object[] row : rows.rows()) {
      wanted.put(RowBuffer.keyOf(view, row), row);
    }
    var absent = new LinkedHashSet<>(keys);
    absent.removeAll(wanted.keySet());
    deleted = delete(absent);
    todo.addAll(wanted.keySet());
    for (int round = 0; !todo.isEmpty(); round++) {
      if (round == ROUNDS_MAX) {
        throw new SQLException(
            "rows of table " + view.name() + " clash on a unique key again and again",
            "23000",
            DUPLICATE);
      }
      round();
    }
    displaced.removeAll(wanted.keySet());
    return new Equalized(upserted, deleted, List.copyOf(displaced));
  }

  private long delete(Collection<RowKey> keys) throws SQLException {
    long count = 0;
    for (List<RowKey> batch : MySqlRows.batches(keys)) {
      count += execute("DELETE FROM " + key.table() + " WHERE " + key.exactly(batch));
    }
    return count;
  }

  private void round() throws SQLException, IOException {
    Set<RowKey> now = todo;
    todo = new LinkedHashSet<>();
    var batch = new ArrayList<RowKey>();
    long bytes = 0;
    for (RowKey one : now) {
      batch.add(one);
      bytes += size(row(one));
      if (batch.size() == ROWS_PER_STATEMENT || bytes > BYTES_PER_STATEMENT) {
        upsert(batch);
        batch.clear();
        bytes = 0;
      }
    }
    upsert(batch);
  }

  private @Nullable Object[] row(RowKey one) {
    @Nullable Object[] row = wanted.get(one);
    if (row == null) {
      throw new IllegalStateException("no row is wanted for a key to be written");
    }
    return row;
  }

  private static long size(@Nullable Object[] row) {
    long bytes = 0;
    for (Object value : row) {
      bytes +=
          value instanceof byte[] plain
              ? 2L * plain.length
              : value instanceof RowBuffer.Utf8 text ? text.bytes().length : 20;
    }
    return bytes;
  }

  private void upsert(List<RowKey> batch) throws SQLException, IOException {
    if (batch.isEmpty()) {
      return;
    }
    var there = new RowBuffer(view.columns().size());
    access.readKeys(connection, view, batch, " FOR UPDATE", there);
    Map<RowKey, @Nullable Object[]> present = new LinkedHashMap<>();
    for (@Nullable Object[] row : there.rows()) {
      present.put(RowBuffer.keyOf(view, row), row);
    }
    var missing = new ArrayList<RowKey>();
    var changed = new ArrayList<RowKey>();
    sort(batch, present, missing, changed);
    write(batch, missing, changed);
  }

  /** A row there whose key has other bytes, but is equal by collation, makes all rows "changed". */
  private void sort(
      List<RowKey> batch,
      Map<RowKey, @Nullable Object[]> present,
      List<RowKey> missing,
      List<RowKey> changed) {
    boolean alike = !batch.containsAll(present.keySet());
    for (RowKey one : batch) {
      @Nullable Object[] old = present.get(one);
      if (old == null) {
        (alike ? changed : missing).add(one);
      } else if (!SameValues.same(view, old, row(one))) {
        changed.add(one);
      }
    }
  }

  private void write(List<RowKey> batch, List<RowKey> missing, List<RowKey> changed)
      throws SQLException {
    try {
      insert(missing, "");
      insert(changed, " ON DUPLICATE KEY UPDATE " + assignments());
    } catch (SQLException e) {
      if (e.getErrorCode() != DUPLICATE) {
        throw e;
      }
      makeRoom(batch);
      todo.addAll(batch);
    }
  }

  private void insert(List<RowKey> keys, String suffix) throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    var sql =
        new StringBuilder("INSERT INTO ")
            .append(key.table())
            .append(" (")
            .append(MySqlRows.columnList(view))
            .append(") VALUES ");
    String comma = "(";
    for (RowKey one : keys) {
      @Nullable Object[] row = row(one);
      for (int i = 0; i < row.length; i++) {
        sql.append(i == 0 ? comma : ",");
        Fit.check(view.name(), view.columns().get(i), row[i]);
        Literals.append(sql, view.columns().get(i), row[i]);
      }
      sql.append(')');
      comma = ",(";
    }
    execute(sql.append(suffix).toString());
    upserted += keys.size();
  }

  /** Key columns too: a key equal by collation takes the bytes of the wanted one. */
  private String assignments() {
    return String.join(
        ", ",
        view.columnNames().stream()
            .map(dev.migrationplanner.database.Quoting.BACKTICK::quote)
            .map(n -> n + " = VALUES(" + n + ")")
            .toList());
  }

  /**
   * Takes out the owners of clashing values. There are none if a concurrent writer brought the
   * primary key in between: the next round finds that row.
   */
  private void makeRoom(List<RowKey> batch) throws SQLException {
    var owners = new LinkedHashSet<RowKey>();
    for (RowKey one : batch) {
      owners.addAll(clashes.owners(connection, one, row(one)));
    }
    displaced.addAll(owners);
    for (RowKey owner : owners) {
      if (wanted.containsKey(owner)) {
        todo.add(owner);
      }
    }
    delete(owners);
  }

  private long execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeLargeUpdate(sql);
    } catch (SQLException e) {
      throw WriteFailure.of(view.name(), e);
    }
  }
}
