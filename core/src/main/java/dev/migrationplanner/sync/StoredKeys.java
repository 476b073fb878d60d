package dev.migrationplanner.sync;

import dev.migrationplanner.database.Database.Use;
import dev.migrationplanner.database.PendingTable;
import dev.migrationplanner.database.PendingTable.StoredKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The pending keys of one direction that are stored on the other side. */
record StoredKeys(SyncSide other, Direction direction) {

  long count() throws SQLException {
    try (Connection connection = other.database().connect(Use.READ)) {
      return table().count(connection, direction.name());
    }
  }

  /** At most so many of them. */
  List<PendingKey> some(int keysMax) throws SQLException {
    try (Connection connection = other.database().connect(Use.READ)) {
      return table().some(connection, direction.name(), keysMax).stream()
          .map(PendingKey::of)
          .toList();
    }
  }

  void put(Connection connection, Collection<PendingKey> keys) throws SQLException {
    table().put(connection, direction.name(), stored(keys));
  }

  void remove(Connection connection, Collection<PendingKey> keys) throws SQLException {
    if (!keys.isEmpty()) {
      table().remove(connection, direction.name(), stored(keys));
    }
  }

  private PendingTable table() {
    return other.control().pending();
  }

  private static List<StoredKey> stored(Collection<PendingKey> keys) {
    return keys.stream().map(PendingKey::stored).toList();
  }
}
