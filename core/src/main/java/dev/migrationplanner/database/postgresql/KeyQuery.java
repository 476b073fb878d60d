package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.RowKey;
import dev.migrationplanner.database.TableView;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

/** Queries that return keys of one table. */
final class KeyQuery {

  private KeyQuery() {}

  /** The query returns the key's columns, in key order, as {@link TableSql#decodable} spells. */
  static List<RowKey> run(Connection connection, TableView view, String query) throws SQLException {
    List<ColumnView> key = view.keyColumns();
    var keyView = new TableView(view.table(), key, IntStream.range(0, key.size()).boxed().toList());
    var buffer = new RowBuffer(key.size());
    try {
      CopyReader.read(connection, query, Decoders.of(keyView, key), buffer);
    } catch (IOException e) {
      throw new SQLException("cannot read keys of " + view.name(), "08006", e);
    }
    return buffer.rows().stream().map(row -> RowBuffer.keyOf(keyView, row)).toList();
  }
}
