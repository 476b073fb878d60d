package dev.migrationplanner.gate;

import java.util.ArrayList;
import java.util.List;

/**
 * Shadow reads in the order in which they were reported, so that a burst of skipped ones spoils the
 * sample only until enough fair ones have followed it, and never for the rest of a phase. Bounded:
 * when {@value #PARTS_MAX} parts are kept, neighbours are joined. Not thread-safe.
 */
public final class FairStretch {

  private static final int PARTS_MAX = 1_024;

  private List<Sample> parts = new ArrayList<>();

  /**
   * Reads made and reads skipped.
   *
   * @param reads made and compared
   * @param skipped due, but not made
   */
  public record Sample(long reads, long skipped) {

    /** Nothing read, nothing skipped. */
    public static final Sample NONE = new Sample(0, 0);

    Sample and(Sample other) {
      return new Sample(reads + other.reads, skipped + other.skipped);
    }

    boolean fair(double skippedMax) {
      return reads + skipped > 0 && skipped <= skippedMax * (reads + skipped);
    }
  }

  /** What one report says. */
  public void add(long reads, long skipped) {
    if (reads == 0 && skipped == 0) {
      return;
    }
    parts.add(new Sample(reads, skipped));
    if (parts.size() >= PARTS_MAX) {
      join();
    }
  }

  /** Forgets everything. */
  public void clear() {
    parts.clear();
  }

  /**
   * The longest stretch that ends now and in which at most {@code skippedMax} (0..1) of the reads
   * due were skipped; where there is none, everything that was reported.
   */
  public Sample longest(double skippedMax) {
    Sample sum = Sample.NONE;
    Sample longest = null;
    for (int i = parts.size() - 1; i >= 0; i--) {
      sum = sum.and(parts.get(i));
      if (sum.fair(skippedMax)) {
        longest = sum;
      }
    }
    return longest == null ? sum : longest;
  }

  private void join() {
    var joined = new ArrayList<Sample>(PARTS_MAX);
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      joined.add(parts.get(i).and(parts.get(i + 1)));
    }
    if (parts.size() % 2 == 1) {
      joined.add(parts.get(parts.size() - 1));
    }
    parts = joined;
  }
}
