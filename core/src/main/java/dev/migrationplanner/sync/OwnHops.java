package dev.migrationplanner.sync;

import dev.migrationplanner.database.LoggedTransaction.HopMark;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which rows our own transactions named, until their log shows them: a row that a hop's transaction
 * changed but did not name was changed by a trigger, and becomes pending (rule 12). What is
 * forgotten, by a limit or a restart, is taken for foreign: harmless, one look more.
 */
final class OwnHops {

  private static final int KEYS_MAX = 500_000;

  private final Map<HopMark, Set<TableKey>> named = new LinkedHashMap<>();
  private int keys;

  void remember(HopMark hop, Set<TableKey> rows) {
    named.put(hop, rows);
    keys += rows.size();
    Iterator<Set<TableKey>> oldest = named.values().iterator();
    while (keys > KEYS_MAX && oldest.hasNext()) {
      keys -= oldest.next().size();
      oldest.remove();
    }
  }

  /** The rows of that hop, which are forgotten with this. */
  Set<TableKey> take(HopMark hop) {
    Set<TableKey> rows = named.remove(hop);
    if (rows == null) {
      return Set.of();
    }
    keys -= rows.size();
    return rows;
  }
}
