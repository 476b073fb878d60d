package dev.migrationplanner.shop;

import dev.migrationplanner.ledger.Key;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a write is busy with. Two writes of one key are never in flight at once, so the
 * ledger's order is the commits' order. Keys of a write whose outcome is unknown stay here for
 * good.
 */
final class Reservations {

  private final Set<Key> busy = new HashSet<>();

  /**
   * Drafts a write and takes its keys, or neither. Nobody can take or release a key meanwhile, so a
   * draft whose keys are free was made from rows that are still so.
   */
  synchronized @Nullable Draft take(Supplier<@Nullable Draft> drafting) {
    Draft draft = drafting.get();
    if (draft == null) {
      return null;
    }
    Set<Key> keys = draft.keys();
    return !Collections.disjoint(keys, busy) || !busy.addAll(keys) ? null : draft;
  }

  synchronized void release(Draft draft) {
    busy.removeAll(draft.keys());
  }
}
