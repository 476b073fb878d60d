package dev.migrationplanner.app.history;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Acknowledged operations in the order in which they began, each with the highest value of those
 * that had ended by then.
 */
final class Sweep {
  private final List<Operation> begun;
  private final List<Operation> ended;
  private final ToLongFunction<Operation> value;

  /** Looks at one of them. */
  interface Look {
    void at(Operation operation, long highestBefore);
  }

  Sweep(List<Operation> operations, ToLongFunction<Operation> value) {
    List<Operation> ok = operations.stream().filter(Operation::ok).toList();
    this.begun = ok.stream().sorted(Comparator.comparingLong(Operation::beginNanos)).toList();
    this.ended = ok.stream().sorted(Comparator.comparingLong(Operation::endNanos)).toList();
    this.value = value;
  }

  void forEach(Look look) {
    long highest = Long.MIN_VALUE;
    int next = 0;
    for (Operation operation : begun) {
      while (next < ended.size() && ended.get(next).endNanos() < operation.beginNanos()) {
        highest = Math.max(highest, value.applyAsLong(ended.get(next)));
        next++;
      }
      look.at(operation, highest);
    }
  }
}
