package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.RefusedValueException;
import dev.migrationplanner.database.RowSink;
import dev.migrationplanner.database.TableView;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Streams the rows of a query over a view's columns. */
final class RowReader {

  private final String table;
  private final List<ColumnReader> columns;

  RowReader(TableView view) {
    this.table = view.name();
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
    var query =
        new TextQuery(
            sql,
            table,
            cells.length,
            row -> {
              for (int i = 0; i < cells.length; i++) {
                cells[i].read(row, i + 1, sink);
              }
              sink.endRow();
            });
    run(connection.unwrap(org.mariadb.jdbc.Connection.class), query);
    try {
      return query.rows();
    } catch (IOException e) {
      if (e.getCause() instanceof RefusedValueException refused) {
        throw refused;
      }
      throw e;
    }
  }

  /** An error of the JVM (no memory) leaves rows unread: the session must not be used again. */
  private static void run(org.mariadb.jdbc.Connection connection, TextQuery query)
      throws SQLException {
    boolean read = false;
    try {
      connection.getClient().execute(query, false);
      read = true;
    } catch (SQLException e) {
      read = true;
      throw e;
    } finally {
      if (!read) {
        connection.abort(Runnable::run);
      }
    }
  }
}
