package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.RefusedValueException;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.Rows;
import dev.migrationplanner.database.TableView;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads rows by INSERT statements of many rows. LOAD DATA LOCAL is not used: it lets a server read
 * the client's files.
 */
final class InsertWriter implements Rows.BulkWriter {

  private static final int STATEMENT_CHARS = 512 * 1024;

  private final Statement statement;
  private final String table;
  private final List<ColumnView> columns;
  private final String head;
  private final StringBuilder sql = new StringBuilder(STATEMENT_CHARS + STATEMENT_CHARS / 4);
  private int column;
  private long rows;
  private long bytes;

  InsertWriter(Connection connection, String database, TableView view) throws SQLException {
    this.table = view.name();
    this.columns = view.columns();
    this.head =
        "INSERT INTO "
            + new KeySql(database, view).table()
            + " ("
            + MySqlRows.columnList(view)
            + ") VALUES ";
    this.statement = connection.createStatement();
  }

  private StringBuilder next() {
    if (column == 0) {
      sql.append(sql.isEmpty() ? head : ",").append('(');
    } else {
      sql.append(',');
    }
    return sql;
  }

  private void value(@Nullable Object value) throws IOException {
    ColumnView here = columns.get(column);
    try {
      Fit.check(table, here, value);
    } catch (RefusedValueException e) {
      throw new IOException(e);
    }
    next();
    Literals.append(sql, here, value);
    column++;
  }

  @Override
  public void nil() throws IOException {
    value(null);
  }

  @Override
  public void int64(long value) throws IOException {
    value(value);
  }

  @Override
  public void uint64(long bits) {
    next().append(Long.toUnsignedString(bits));
    column++;
  }

  @Override
  public void float64(double value) throws IOException {
    value(value);
  }

  @Override
  public void decimal(BigDecimal value) throws IOException {
    value(value);
  }

  @Override
  public void utf8(byte[] text) throws IOException {
    value(new RowBuffer.Utf8(text));
  }

  @Override
  public void bytes(byte[] value) throws IOException {
    value((Object) value);
  }

  @Override
  public void endRow() throws IOException {
    sql.append(')');
    column = 0;
    rows++;
    if (sql.length() >= STATEMENT_CHARS) {
      try {
        flush();
      } catch (SQLException e) {
        throw new IOException(e);
      }
    }
  }

  private void flush() throws SQLException {
    if (sql.isEmpty()) {
      return;
    }
    try {
      statement.executeUpdate(sql.toString());
    } catch (SQLException e) {
      throw WriteFailure.of(table, e);
    }
    bytes += sql.length();
    sql.setLength(0);
  }

  @Override
  public long finish() throws SQLException {
    try (statement) {
      flush();
      return rows;
    }
  }

  @Override
  public void abort() {
    sql.setLength(0);
    try {
      statement.close();
    } catch (SQLException e) {
      sql.setLength(
          0); // The transaction is rolled back by its owner, which ends the statement too.
    }
  }

  @Override
  public long bytes() {
    return bytes + sql.length();
  }
}
