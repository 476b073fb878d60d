package dev.migrationplanner.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints of the backfill. A chunk is planned in a transaction of its own, and done in the one
 * that brings its rows.
 */
public final class ChunkTable {

  private final String migration;

  ChunkTable(String migration) {
    this.migration = migration;
  }

  /** Records that a range is to be copied. */
  public void plan(Connection connection, ChunkRow chunk) throws SQLException {
    String text =
        "INSERT INTO migration_planner.chunk (migration, table_name, ordinal, after_key, up_to_key,"
            + " done, row_count, byte_count) VALUES (?, ?, ?, ?, ?, 0, 0, 0)";
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setString(1, migration);
      statement.setString(2, chunk.table());
      statement.setLong(3, chunk.ordinal());
      statement.setString(4, encode(chunk.range().after()));
      statement.setString(5, encode(chunk.range().upTo()));
      statement.executeUpdate();
    }
  }

  /** Records that its rows are here; in the transaction that brought them. */
  public void finish(Connection connection, String table, long ordinal, long rows, long bytes)
      throws SQLException {
    String text =
        "UPDATE migration_planner.chunk SET done = 1, row_count = ?, byte_count = ? WHERE migration"
            + " = ? AND table_name = ? AND ordinal = ?";
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setLong(1, rows);
      statement.setLong(2, bytes);
      statement.setString(3, migration);
      statement.setString(4, table);
      statement.setLong(5, ordinal);
      if (statement.executeUpdate() != 1) {
        throw new SQLException(
            "the checkpoint of chunk "
                + ordinal
                + " of "
                + table
                + " is gone; start the copy anew");
      }
    }
  }

  /** The table's chunks by ordinal. */
  public List<ChunkRow> of(Connection connection, String table) throws SQLException {
    String text =
        "SELECT ordinal, after_key, up_to_key, done, row_count, byte_count FROM"
            + " migration_planner.chunk WHERE migration = ? AND table_name = ? ORDER BY ordinal";
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setString(1, migration);
      statement.setString(2, table);
      var chunks = new ArrayList<ChunkRow>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          chunks.add(
              new ChunkRow(
                  table,
                  row.getLong(1),
                  new KeyRange(decode(row.getString(2)), decode(row.getString(3))),
                  row.getInt(4) != 0,
                  row.getLong(5),
                  row.getLong(6)));
        }
      }
      return chunks;
    }
  }

  /** Forgets all chunks of the migration. */
  public void clear(Connection connection) throws SQLException {
    String text = "DELETE FROM migration_planner.chunk WHERE migration = ?";
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setString(1, migration);
      statement.executeUpdate();
    }
  }

  private static @Nullable String encode(@Nullable RowKey key) {
    return key == null ? null : key.encode();
  }

  private static @Nullable RowKey decode(@Nullable String text) {
    return text == null ? null : RowKey.decode(text);
  }

  /** One chunk; {@code rows} and {@code bytes} are 0 until it is done. */
  public record ChunkRow(
      String table, long ordinal, KeyRange range, boolean done, long rows, long bytes) {}
}
