package dev.migrationplanner.run;

import dev.migrationplanner.gate.ArmCount;
import dev.migrationplanner.gate.FairStretch;
import dev.migrationplanner.gate.LatencyCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What applications have reported since a moment that {@link #begin} sets. Bounded: one entry an
 * instance, one a table. Thread-safe.
 */
final class TrafficBook {

  private static final int INSTANCES_MAX = 10_000;

  /** By instance; the one heard of longest ago is forgotten first. */
  private final Map<String, Long> lastSequence =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > INSTANCES_MAX;
        }
      };

  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, long[]> latencies = new TreeMap<>();
  private final Map<String, long[]> shadowByTable = new TreeMap<>();
  private final FairStretch shadow = new FairStretch();
  private long lastHeardNanos = System.nanoTime();

  /** Takes a report in; false if it was taken in before. */
  synchronized boolean take(ApplicationReport report) {
    Long last = lastSequence.get(report.instance());
    if (last != null && report.sequence() <= last) {
      return false;
    }
    lastSequence.put(report.instance(), report.sequence());
    lastHeardNanos = System.nanoTime();
    report.counts().forEach((name, n) -> counts.merge(name, n, Long::sum));
    shadow.add(
        report.counts().getOrDefault("shadowReads", 0L),
        report.counts().getOrDefault("shadowDropped", 0L)
            + report.counts().getOrDefault("shadowErrors", 0L));
    report.latencies().forEach(this::addLatency);
    report
        .shadowByTable()
        .forEach(
            (table, n) -> {
              long[] sums = shadowByTable.computeIfAbsent(table, t -> new long[2]);
              sums[0] += n.reads();
              sums[1] += n.mismatches();
            });
    return true;
  }

  private void addLatency(String name, List<Long> more) {
    long[] sums = latencies.computeIfAbsent(name, n -> new long[LatencyCounts.REPORTED.size() + 1]);
    for (int i = 0; i < Math.min(sums.length, more.size()); i++) {
      sums[i] += more.get(i);
    }
  }

  /** Counts from zero again. */
  synchronized void begin() {
    counts.clear();
    latencies.clear();
    shadowByTable.clear();
    shadow.clear();
  }

  synchronized long count(String name) {
    return counts.getOrDefault(name, 0L);
  }

  /** The longest fair sample of shadow reads up to now. */
  synchronized FairStretch.Sample fairShadowReads(double skippedMax) {
    return shadow.longest(skippedMax);
  }

  synchronized int instances() {
    return lastSequence.size();
  }

  synchronized boolean silentFor(java.time.Duration time) {
    return System.nanoTime() - lastHeardNanos > time.toNanos();
  }

  synchronized LatencyCounts latency(String name) {
    long[] sums = latencies.get(name);
    List<Long> list =
        sums == null ? Collections.nCopies(LatencyCounts.REPORTED.size() + 1, 0L) : box(sums);
    return new LatencyCounts(LatencyCounts.REPORTED, list);
  }

  /** Reads, failed reads and slow reads of an arm. */
  synchronized ArmCount arm(String arm, double slowMillis) {
    return new ArmCount(
        count("reads." + arm),
        count("readErrors." + arm),
        latency("latency." + arm).slowerThan(slowMillis));
  }

  /** Shadow reads by table. */
  synchronized Map<String, Long> shadowReads() {
    var reads = new TreeMap<String, Long>();
    shadowByTable.forEach((table, sums) -> reads.put(table, sums[0]));
    return reads;
  }

  private static List<Long> box(long[] values) {
    var list = new ArrayList<Long>(values.length);
    for (long value : values) {
      list.add(value);
    }
    return list;
  }
}
