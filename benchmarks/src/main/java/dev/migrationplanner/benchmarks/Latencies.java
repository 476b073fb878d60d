package dev.migrationplanner.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times in milliseconds, from many threads. */
final class Latencies {

  private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());

  void add(double value) {
    millis.add(value);
  }

  int count() {
    return millis.size();
  }

  /** The smallest value that so large a share (0..1) does not exceed; -1 without values. */
  double quantile(double share) {
    var sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    return sorted.isEmpty()
        ? -1
        : sorted.get((int) Math.min(sorted.size() - 1L, (long) Math.ceil(share * sorted.size())));
  }

  double max() {
    return quantile(1);
  }
}
