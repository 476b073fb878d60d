package dev.migrationplanner.sync;

import dev.migrationplanner.client.Side;
import dev.migrationplanner.database.ChangeLog.LogLostException;
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
 * else sync stops before wrong data. A table that was replaced needs a comparison.
 */
final class Statements {

  private final SyncedTables tables;
  private final Shapes shapes;
  private final Touches touches;

  Statements(SyncedTables tables, Map<Side, String> fingerprints, Touches touches) {
    this.tables = tables;
    this.shapes = new Shapes(fingerprints);
    this.touches = touches;
  }

  Shapes shapes() {
    return shapes;
  }

  /**
   * Takes in what a transaction of that side's log holds of them.
   *
   * @param authority whether that side is the authority; what becomes of the other one's tables is
   *     for a comparison to find
   * @throws LogLostException if rows may be others now that no log names
   */
  void take(
      LoggedTransaction transaction,
      SyncSide side,
      SyncSide opposite,
      boolean authority,
      PendingKeys into)
      throws SQLException {
    for (TableStatement statement : transaction.statements()) {
      switch (statement.kind()) {
        case TRUNCATE -> truncated(statement, side, opposite, into);
        case DDL -> shapes.check(side);
        case REPLACED -> {
          shapes.check(side);
          if (authority) {
            throw replaced(statement, side);
          }
          Optional<MappedTable> table = tables.onSide(side.side(), statement.table());
          if (table.isPresent()) {
            touches.wholeTable(table.get().name());
          }
        }
      }
    }
  }

  private static LogLostException replaced(TableStatement statement, SyncSide side) {
    return new LogLostException(
        "table "
            + statement.table()
            + " on the "
            + side.side()
            + " ("
            + side.database().endpoint()
            + ") was replaced or rewritten by a statement ("
            + statement.text()
            + "): its rows may be others now, and no log names them");
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
}
