package dev.migrationplanner.shop;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The running counts behind {@link Counts}. */
final class Tally {

  private final Map<Kind, LongAdder> acknowledged = new EnumMap<>(Kind.class);
  final LongAdder failed = new LongAdder();
  final LongAdder unknown = new LongAdder();
  final LongAdder reads = new LongAdder();
  final LongAdder readErrors = new LongAdder();
  final LongAdder shed = new LongAdder();

  Tally() {
    for (Kind kind : Kind.values()) {
      acknowledged.put(kind, new LongAdder());
    }
  }

  void acknowledged(Kind kind) {
    LongAdder adder = acknowledged.get(kind);
    if (adder != null) {
      adder.increment();
    }
  }

  Counts counts() {
    Map<Kind, Long> writes = new EnumMap<>(Kind.class);
    acknowledged.forEach((kind, adder) -> writes.put(kind, adder.sum()));
    return new Counts(
        writes, failed.sum(), unknown.sum(), reads.sum(), readErrors.sum(), shed.sum());
  }
}
