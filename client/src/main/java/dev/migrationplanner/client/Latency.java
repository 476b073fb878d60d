package dev.migrationplanner.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads counted by how long they took.
 *
 * @param counts one for each of {@link #CUTS_MILLIS}, the reads up to it and beyond the one before;
 *     then the slower ones
 */
public record Latency(List<Long> counts) {
  /** The cut points in milliseconds. */
  public static final List<Integer> CUTS_MILLIS =
      List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000);

  private static final long[] CUTS_NANOS =
      CUTS_MILLIS.stream().mapToLong(millis -> millis * 1_000_000L).toArray();

  public Latency {
    counts = List.copyOf(counts);
    if (counts.size() != CUTS_MILLIS.size() + 1) {
      throw new IllegalArgumentException(
          "Latency needs "
              + (CUTS_MILLIS.size() + 1)
              + " counts, one a cut point and one beyond; got "
              + counts.size()
              + ".");
    }
  }

  static int bucketOf(long nanos) {
    int found = Arrays.binarySearch(CUTS_NANOS, nanos);
    return found >= 0 ? found : -found - 1;
  }

  String print() {
    return counts.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  static Latency parse(String text) {
    List<Long> counts = new ArrayList<>();
    for (String count : text.split(",", -1)) {
      counts.add(Long.parseLong(count.strip()));
    }
    return new Latency(counts);
  }
}
