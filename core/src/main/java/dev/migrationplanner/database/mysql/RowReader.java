package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.RefusedValueException;
import dev.migrationplanner.database.RowSink;
import dev.migrationplanner.database.TableView;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Streams the rows of a query over a view's columns. */
final class RowReader {

  private static final int ROWS_IN_MEMORY = 256;

  private final List<ColumnReader> columns;

  RowReader(TableView view) {
    this.columns =
        view.columns().stream().map((ColumnView c) -> ColumnReader.of(view.name(), c)).toList();
  }

  String selectList() {
    return selectList("");
  }

  /** The expressions, their columns prefixed by an alias with its dot, or by nothing. */
  String selectList(String alias) {
    return String.join(
        ", ", columns.stream().map(c -> c.expression().replaceFirst("`", alias + "`")).toList());
  }

  /** Runs the query; returns how many rows it gave. */
  long stream(Connection connection, String sql, RowSink sink) throws SQLException, IOException {
    ColumnReader.Cell[] cells =
        columns.stream().map(ColumnReader::cell).toArray(ColumnReader.Cell[]::new);
    try (Statement statement =
        connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      statement.setFetchSize(ROWS_IN_MEMORY);
      try (ResultSet row = statement.executeQuery(sql)) {
        long rows = 0;
        while (row.next()) {
          for (int i = 0; i < cells.length; i++) {
            cells[i].read(row, i + 1, sink);
          }
          sink.endRow();
          rows++;
        }
        return rows;
      }
    } catch (IOException e) {
      if (e.getCause() instanceof RefusedValueException refused) {
        throw refused;
      }
      throw e;
    }
  }
}
