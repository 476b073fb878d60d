package dev.migrationplanner.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pending keys, durable on the side that is to be made equal. */
public final class PendingTable {

  private static final int BATCH = 1_000;

  private final String migration;

  PendingTable(String migration) {
    this.migration = migration;
  }

  /** Stores keys, replacing what was stored of them. */
  public void put(Connection connection, String direction, Collection<StoredKey> keys)
      throws SQLException {
    remove(connection, direction, keys);
    String text =
        "INSERT INTO migration_planner.pending_key (migration, direction, table_name, key_hash,"
            + " key_text, kind, authority_tag, other_tag) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      int waiting = 0;
      for (StoredKey key : keys) {
        bindKey(statement, direction, key);
        statement.setString(5, key.key().encode());
        statement.setString(6, key.kind());
        statement.setString(7, key.authorityTag());
        statement.setString(8, key.otherTag());
        statement.addBatch();
        waiting = flushFull(statement, waiting + 1);
      }
      statement.executeBatch();
    }
  }

  /** Removes keys. */
  public void remove(Connection connection, String direction, Collection<StoredKey> keys)
      throws SQLException {
    String text =
        "DELETE FROM migration_planner.pending_key WHERE migration = ? AND direction = ? AND"
            + " table_name = ? AND key_hash = ?";
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      int waiting = 0;
      for (StoredKey key : keys) {
        bindKey(statement, direction, key);
        statement.addBatch();
        waiting = flushFull(statement, waiting + 1);
      }
      statement.executeBatch();
    }
  }

  /** Up to {@code limit} keys, any of them. */
  public List<StoredKey> some(Connection connection, String direction, int limit)
      throws SQLException {
    String text =
        "SELECT table_name, key_text, kind, authority_tag, other_tag FROM"
            + " migration_planner.pending_key WHERE migration = ? AND direction = ? ORDER BY"
            + " table_name, key_hash LIMIT "
            + limit;
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setString(1, migration);
      statement.setString(2, direction);
      var keys = new ArrayList<StoredKey>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          keys.add(
              new StoredKey(
                  row.getString(1),
                  RowKey.decode(row.getString(2)),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5)));
        }
      }
      return keys;
    }
  }

  /** How many there are. */
  public long count(Connection connection, String direction) throws SQLException {
    String text =
        "SELECT count(*) FROM migration_planner.pending_key WHERE migration = ? AND direction = ?";
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setString(1, migration);
      statement.setString(2, direction);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Removes all, in every direction. */
  public void clear(Connection connection) throws SQLException {
    String text = "DELETE FROM migration_planner.pending_key WHERE migration = ?";
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setString(1, migration);
      statement.executeUpdate();
    }
  }

  private void bindKey(PreparedStatement statement, String direction, StoredKey key)
      throws SQLException {
    statement.setString(1, migration);
    statement.setString(2, direction);
    statement.setString(3, key.table());
    statement.setString(4, hash(key.key()));
  }

  private static int flushFull(PreparedStatement statement, int waiting) throws SQLException {
    if (waiting < BATCH) {
      return waiting;
    }
    statement.executeBatch();
    return 0;
  }

  /** 128 bits of the key's SHA-256, as 32 hexadecimal digits. */
  public static String hash(RowKey key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(key.encode().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * A key as stored.
   *
   * @param table the migration's name of the table
   * @param kind what the log said last: INSERT, UPDATE, DELETE, or "" if it came from elsewhere
   * @param authorityTag the authority's transaction that named it last, null if none did
   * @param otherTag the other side's transaction that named it last, null if none did
   */
  public record StoredKey(
      String table,
      RowKey key,
      String kind,
      @Nullable String authorityTag,
      @Nullable String otherTag) {}
}
