package dev.migrationplanner.shop;

import dev.migrationplanner.ledger.Effect;
import dev.migrationplanner.ledger.Key;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A write made up and not yet run.
 *
 * @param routingKey who it belongs to: writes of one routing key reach the other side in order
 * @param remember what the shop notes once it is acknowledged
 */
record Draft(Kind kind, String routingKey, List<Change> changes, Runnable remember) {

  Draft {
    changes = List.copyOf(changes);
  }

  static Draft of(Kind kind, String routingKey, Change... changes) {
    return new Draft(kind, routingKey, List.of(changes), () -> {});
  }

  Draft thenRemember(Runnable note) {
    return new Draft(kind, routingKey, changes, note);
  }

  /** What it leaves behind: the last effect on each key. */
  List<Effect> effects() {
    Map<Key, Effect> last = new LinkedHashMap<>();
    changes.stream()
        .flatMap(change -> change.effects().stream())
        .forEach(effect -> last.put(effect.key(), effect));
    return List.copyOf(last.values());
  }

  /** Every key it touches. */
  Set<Key> keys() {
    return effects().stream().map(Effect::key).collect(Collectors.toSet());
  }
}
