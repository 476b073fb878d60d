package dev.migrationplanner.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pending keys at hand, one entry a row, and which of them are stored on the other side too.
 * Owned by the thread that hops.
 */
final class PendingKeys {

  private final Map<TableKey, PendingKey> keys = new LinkedHashMap<>();
  private final Set<TableKey> stored = new HashSet<>();

  void add(PendingKey key) {
    keys.merge(key.row(), key, PendingKey::merge);
  }

  void addStored(PendingKey key) {
    stored.add(key.row());
    keys.merge(key.row(), key, (known, old) -> old.merge(known));
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  int size() {
    return keys.size();
  }

  List<PendingKey> all() {
    return List.copyOf(keys.values());
  }

  boolean contains(TableKey row) {
    return keys.containsKey(row);
  }

  /** By table, in the order in which they came. */
  Map<String, List<PendingKey>> byTable() {
    return keys.values().stream()
        .collect(
            Collectors.groupingBy(
                key -> key.row().table(),
                LinkedHashMap::new,
                Collectors.toCollection(ArrayList::new)));
  }

  /** Those among {@code settled} that are stored and have to be removed there. */
  List<PendingKey> storedAmong(Collection<PendingKey> settled) {
    return settled.stream().filter(key -> stored.contains(key.row())).toList();
  }

  /** After a commit: these are settled, the rest is stored. */
  void settle(Collection<PendingKey> settled) {
    for (PendingKey key : settled) {
      keys.remove(key.row());
      stored.remove(key.row());
    }
    stored.addAll(keys.keySet());
  }

  /** A copy of the oldest, at most so many. */
  PendingKeys oldest(int keysMax) {
    var some = new PendingKeys();
    for (PendingKey key : keys.values()) {
      if (some.size() == keysMax) {
        break;
      }
      some.keys.put(key.row(), key);
      if (stored.contains(key.row())) {
        some.stored.add(key.row());
      }
    }
    return some;
  }

  /**
   * After a commit that looked at some: what is settled goes, the rest of them come last. A key
   * that {@code some} got to know only as the child of another stays, with what is known of it.
   */
  void lookedAt(PendingKeys some, Collection<PendingKey> settled) {
    var done = new HashSet<>(settled);
    for (PendingKey key : some.keys.values()) {
      PendingKey known = keys.get(key.row());
      if (known == null) {
        continue;
      }
      keys.remove(key.row());
      if (known.equals(key) && done.contains(key)) {
        stored.remove(key.row());
      } else {
        keys.put(key.row(), known);
      }
    }
  }

  void clear() {
    keys.clear();
    stored.clear();
  }
}
