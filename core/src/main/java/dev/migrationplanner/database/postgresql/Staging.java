package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.ColumnView;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.RowBuffer;
import dev.migrationplanner.database.TableView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A temporary table beside the real one that takes rows by COPY; empty after each commit. The
 * session keeps it, so that only its first use in a session pays for making it.
 */
final class Staging {

  private final TableView view;
  private final TableSql sql;
  private final String name;

  Staging(String schema, TableView view) {
    this.view = view;
    this.sql = new TableSql(schema, view);
    this.name = "pg_temp." + Quoting.DOUBLE.quote("mp_" + shape(schema, view));
  }

  /** The name says the shape, so that a changed view never meets an old table. */
  private static String shape(String schema, TableView view) {
    var shape = new StringJoiner("\0").add(schema).add(view.name());
    for (ColumnView column : view.columns()) {
      shape.add(column.name()).add(column.column().nativeType());
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(shape.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Qualified name. */
  String name() {
    return name;
  }

  /** Puts exactly these rows there. */
  void fill(Connection connection, List<@Nullable Object[]> rows) throws SQLException, IOException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(
          "CREATE TEMP TABLE IF NOT EXISTS %1$s ON COMMIT DELETE ROWS AS SELECT %2$s FROM %3$s WITH NO DATA; DELETE FROM %1$s"
              .formatted(name, sql.columns(), sql.name()));
    }
    var writer = BinaryWriter.start(connection, view, name + " (" + sql.columns() + ")");
    try {
      for (@Nullable Object[] row : rows) {
        RowBuffer.replay(row, writer);
      }
    } catch (IOException e) {
      writer.abort();
      throw Refusal.unwrap(e);
    }
    writer.finish();
  }
}
