package dev.migrationplanner.database;

import static java.util.stream.Collectors.toList;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pending keys, durable on the side that is to be made equal. */
public final class PendingTable {

  private static final int BATCH = 500;

  private final String migration;

  PendingTable(String migration) {
    this.migration = migration;
  }

  /** Stores keys. What was stored of them and is not said anew stays. */
  public void put(Connection connection, String direction, Collection<StoredKey> keys)
      throws SQLException {
    List<StoredKey> whole = merged(connection, direction, keys);
    remove(connection, direction, keys);
    for (List<StoredKey> some : slices(whole)) {
      String text =
          "INSERT INTO migration_planner.pending_key (migration, direction, table_name, key_hash,"
              + " key_text, kind, authority_tag, other_tag) VALUES "
              + String.join(", ", Collections.nCopies(some.size(), "(?, ?, ?, ?, ?, ?, ?, ?)"));
      try (PreparedStatement statement = connection.prepareStatement(text)) {
        int at = 1;
        for (StoredKey key : some) {
          statement.setString(at++, migration);
          statement.setString(at++, direction);
          statement.setString(at++, key.table());
          statement.setString(at++, hash(key.key()));
          statement.setString(at++, key.key().encode());
          statement.setString(at++, key.kind());
          statement.setString(at++, key.authorityTag());
          statement.setString(at++, key.otherTag());
        }
        statement.executeUpdate();
      }
    }
  }

  private List<StoredKey> merged(
      Connection connection, String direction, Collection<StoredKey> keys) throws SQLException {
    Map<String, List<StoredKey>> byTable =
        keys.stream().collect(Collectors.groupingBy(StoredKey::table, TreeMap::new, toList()));
    var merged = new ArrayList<StoredKey>(keys.size());
    for (Map.Entry<String, List<StoredKey>> table : byTable.entrySet()) {
      for (List<StoredKey> some : slices(table.getValue())) {
        Map<String, StoredKey> known = known(connection, direction, table.getKey(), some);
        for (StoredKey key : some) {
          StoredKey before = known.get(hash(key.key()));
          merged.add(before == null ? key : key.after(before));
        }
      }
    }
    return merged;
  }

  /** What is stored of some keys of a table, by their hashes. */
  private Map<String, StoredKey> known(
      Connection connection, String direction, String table, List<StoredKey> keys)
      throws SQLException {
    String text =
        "SELECT key_hash, key_text, kind, authority_tag, other_tag FROM"
            + " migration_planner.pending_key WHERE migration = ? AND direction = ? AND"
            + " table_name = ? AND key_hash IN ("
            + String.join(", ", Collections.nCopies(keys.size(), "?"))
            + ")";
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setString(1, migration);
      statement.setString(2, direction);
      statement.setString(3, table);
      int at = 4;
      for (StoredKey key : keys) {
        statement.setString(at++, hash(key.key()));
      }
      var known = new HashMap<String, StoredKey>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          known.put(
              row.getString(1),
              new StoredKey(
                  table,
                  RowKey.decode(row.getString(2)),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5)));
        }
      }
      return known;
    }
  }

  /** Removes keys. */
  public void remove(Connection connection, String direction, Collection<StoredKey> keys)
      throws SQLException {
    Map<String, List<StoredKey>> byTable =
        keys.stream().collect(Collectors.groupingBy(StoredKey::table, TreeMap::new, toList()));
    for (Map.Entry<String, List<StoredKey>> table : byTable.entrySet()) {
      for (List<StoredKey> some : slices(table.getValue())) {
        remove(connection, direction, table.getKey(), some);
      }
    }
  }

  private void remove(Connection connection, String direction, String table, List<StoredKey> keys)
      throws SQLException {
    String text =
        "DELETE FROM migration_planner.pending_key WHERE migration = ? AND direction = ? AND"
            + " table_name = ? AND key_hash IN ("
            + String.join(", ", Collections.nCopies(keys.size(), "?"))
            + ")";
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setString(1, migration);
      statement.setString(2, direction);
      statement.setString(3, table);
      int at = 4;
      for (StoredKey key : keys) {
        statement.setString(at++, hash(key.key()));
      }
      statement.executeUpdate();
    }
  }

  /** Short lists, so that one statement serves many keys and none grows without bound. */
  private static List<List<StoredKey>> slices(Collection<StoredKey> keys) {
    List<StoredKey> all = List.copyOf(keys);
    var slices = new ArrayList<List<StoredKey>>();
    for (int from = 0; from < all.size(); from += BATCH) {
      slices.add(all.subList(from, Math.min(all.size(), from + BATCH)));
    }
    return slices;
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
      @Nullable String otherTag) {

    /** This, with what only an earlier note of the row says. */
    StoredKey after(StoredKey earlier) {
      return new StoredKey(
          table,
          key,
          authorityTag == null ? earlier.kind : kind,
          authorityTag == null ? earlier.authorityTag : authorityTag,
          otherTag == null ? earlier.otherTag : otherTag);
    }
  }
}
