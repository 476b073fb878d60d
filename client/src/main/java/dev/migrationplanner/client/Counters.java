package dev.migrationplanner.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * What happened since the last report. Counting neither waits nor allocates; only naming a row
 * does.
 */
final class Counters {
  private static final int TABLES_MAX = 1_000;
  private static final String OTHER_TABLES = "(other tables)";

  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
  private final LongAdder[] oldLatency = adders();
  private final LongAdder[] newLatency = adders();
  private final LongAdder[] shadowLatency = adders();
  private final Map<String, Report.ShadowCount> shadows = new ConcurrentHashMap<>();
  private final Set<ReportedKey> keys = new LinkedHashSet<>();
  private final int keysMax;

  Counters(int keysMax) {
    this.keysMax = keysMax;
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
  }

  void add(Count count) {
    add(count, 1);
  }

  void add(Count count, long events) {
    adder(count).add(events);
  }

  /** One read answered by this side, or tried there in vain. */
  void read(Side side, long nanos) {
    add(side == Side.SOURCE ? Count.READS_OLD : Count.READS_NEW);
    (side == Side.SOURCE ? oldLatency : newLatency)[Latency.bucketOf(nanos)].increment();
  }

  /** One shadow read; those of the target are timed. */
  void shadowRead(Side side, long nanos) {
    if (side == Side.TARGET) {
      shadowLatency[Latency.bucketOf(nanos)].increment();
    }
  }

  void readError(Side side) {
    add(side == Side.SOURCE ? Count.READ_ERRORS_OLD : Count.READ_ERRORS_NEW);
  }

  /** One shadow read compared. */
  void compared(String table, boolean equal) {
    add(Count.SHADOW_READS);
    add(equal ? Count.SHADOW_MATCHES : Count.SHADOW_MISMATCHES);
    String name = shadows.containsKey(table) || shadows.size() < TABLES_MAX ? table : OTHER_TABLES;
    shadows.merge(
        name,
        new Report.ShadowCount(1, equal ? 0 : 1),
        (a, b) -> new Report.ShadowCount(a.reads() + b.reads(), a.mismatches() + b.mismatches()));
  }

  /** Rows that need another look; those beyond the bound are counted. */
  void report(ReportedKey.Kind kind, List<RowKey> rows) {
    synchronized (keys) {
      for (RowKey row : rows) {
        ReportedKey key = new ReportedKey(kind, row);
        if (!keys.contains(key) && keys.size() >= keysMax) {
          add(Count.KEYS_DROPPED);
        } else {
          keys.add(key);
        }
      }
    }
  }

  /** Takes all numbers out, into one report. */
  Report drain(UUID instance, long sequence) {
    Map<Count, Long> drained = new EnumMap<>(Count.class);
    counts.forEach((count, adder) -> drained.put(count, adder.sumThenReset()));
    return new Report(
        instance,
        sequence,
        drained,
        drain(oldLatency),
        drain(newLatency),
        drain(shadowLatency),
        drainShadows(),
        drainKeys());
  }

  private Map<String, Report.ShadowCount> drainShadows() {
    Map<String, Report.ShadowCount> drained = new HashMap<>();
    for (String table : List.copyOf(shadows.keySet())) {
      Report.ShadowCount count = shadows.remove(table);
      if (count != null) {
        drained.put(table, count);
      }
    }
    return drained;
  }

  private List<ReportedKey> drainKeys() {
    synchronized (keys) {
      List<ReportedKey> drained = new ArrayList<>(keys);
      keys.clear();
      return drained;
    }
  }

  private LongAdder adder(Count count) {
    LongAdder adder = counts.get(count);
    if (adder == null) {
      throw new IllegalStateException("No counter for " + count + ".");
    }
    return adder;
  }

  private static Latency drain(LongAdder[] latency) {
    return new Latency(Arrays.stream(latency).map(LongAdder::sumThenReset).toList());
  }

  private static LongAdder[] adders() {
    return Stream.generate(LongAdder::new)
        .limit(Latency.CUTS_MILLIS.size() + 1L)
        .toArray(LongAdder[]::new);
  }
}
