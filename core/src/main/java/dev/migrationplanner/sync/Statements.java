package dev.migrationplanner.sync;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.KeyRange;
import dev.migrationplanner.database.LoggedTransaction;
import dev.migrationplanner.database.LoggedTransaction.TableStatement;
import dev.migrationplanner.database.MappedTable;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.TableView;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Statements in a log that are no rows. TRUNCATE: every row that the opposite side still has
 * becomes pending. DDL: nothing, if the shape of the tables is still the one that was planned for;
 * else sync stops before wrong data.
 */
final class Statements {

  private final SyncedTables tables;
  private final Map<Side, String> fingerprints;

  Statements(SyncedTables tables, Map<Side, String> fingerprints) {
    this.tables = tables;
    this.fingerprints = Map.copyOf(fingerprints);
  }

  void take(LoggedTransaction transaction, SyncSide side, SyncSide opposite, PendingKeys into)
      throws SQLException {
    for (TableStatement statement : transaction.statements()) {
      if (statement.kind() == TableStatement.Kind.DDL) {
        checkShape(side, statement);
      } else {
        truncated(statement, side, opposite, into);
      }
    }
  }

  /** Compares the shape inside a snapshot with the planned one. */
  void checkFingerprint(SyncSide side, String found) throws ShapeChangedException {
    String planned = fingerprints.get(side.side());
    if (planned != null && !planned.equals(found)) {
      throw new ShapeChangedException(side, "the tables");
    }
  }

  private void checkShape(SyncSide side, TableStatement statement) throws SQLException {
    try (Connection connection = side.database().connect(Use.READ)) {
      String found = side.database().catalog().fingerprint(connection, side.views());
      String planned = fingerprints.get(side.side());
      if (planned != null && !planned.equals(found)) {
        throw new ShapeChangedException(side, "table " + statement.table());
      }
    }
  }

  private void truncated(
      TableStatement statement, SyncSide side, SyncSide opposite, PendingKeys into)
      throws SQLException {
    Optional<MappedTable> table = tables.onSide(side.side(), statement.table());
    if (table.isEmpty()) {
      return;
    }
    TableView view = table.get().on(opposite.side());
    var keys = new RowBuffer(view.key().size());
    try (Connection connection = opposite.database().connect(Use.READ)) {
      opposite.database().rows().read(connection, keysOnly(view), KeyRange.ALL, keys);
    } catch (IOException e) {
      throw new SQLException("cannot read the keys of " + view.name(), e);
    }
    for (Object[] row : keys.rows()) {
      into.add(
          PendingKey.doubted(
              new TableKey(table.get().name(), RowBuffer.keyOf(keysOnly(view), row))));
    }
  }

  private static TableView keysOnly(TableView view) {
    List<ColumnView> columns = view.keyColumns();
    return new TableView(
        view.table(), columns, IntStream.range(0, columns.size()).boxed().toList());
  }

  /** The tables no longer look as planned. */
  static final class ShapeChangedException extends SQLException {
    private static final long serialVersionUID = 1L;

    ShapeChangedException(SyncSide side, String what) {
      super(
          what
              + " on the "
              + side.side()
              + " ("
              + side.database().endpoint()
              + ") no longer has the columns that were planned for. Sync has stopped before writing;"
              + " undo the change, or plan again with the new shape");
    }
  }
}
