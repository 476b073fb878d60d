package dev.migrationplanner.gate;

import java.util.List;

/**
 * Requests counted by cut points: {@code counts[i]} took at most {@code cutPointsMillis[i]} (and
 * more than the point before); the last count is what was slower than all of them.
 */
public record LatencyCounts(List<Integer> cutPointsMillis, List<Long> counts) {

  /** The cut points applications report by (docs/protocol.md). */
  public static final List<Integer> REPORTED =
      List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000);

  public LatencyCounts {
    cutPointsMillis = List.copyOf(cutPointsMillis);
    counts = List.copyOf(counts);
    if (counts.size() != cutPointsMillis.size() + 1) {
      throw new IllegalArgumentException(
          counts.size() + " counts do not fit " + cutPointsMillis.size() + " cut points");
    }
    if (counts.stream().anyMatch(c -> c < 0)) {
      throw new IllegalArgumentException("counts are never negative");
    }
  }

  /** How many there were. */
  public long total() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** How many surely or possibly took longer than {@code millis}: never too few. */
  public long slowerThan(double millis) {
    long fast = 0;
    for (int i = 0; i < cutPointsMillis.size() && cutPointsMillis.get(i) <= millis; i++) {
      fast += counts.get(i);
    }
    return total() - fast;
  }

  /**
   * The cut point below which that share of requests lies: an upper bound of the quantile, never
   * too low. Infinite if it lies beyond the last one, -1 if there were none.
   */
  public double quantile(double share) {
    long total = total();
    if (total == 0) {
      return -1;
    }
    double wanted = share * total;
    long seen = 0;
    for (int i = 0; i < cutPointsMillis.size(); i++) {
      seen += counts.get(i);
      if (seen >= wanted) {
        return cutPointsMillis.get(i);
      }
    }
    return Double.POSITIVE_INFINITY;
  }
}
