package dev.migrationplanner.plan;

import java.time.Duration;

/**
 * How long something takes: a range, and how it was come by. Seconds; all -1 if nothing can be
 * said, and then {@code method} says what is missing.
 */
public record Estimate(long lowSeconds, long likelySeconds, long highSeconds, String method) {

  public Estimate {
    if (lowSeconds > likelySeconds || likelySeconds > highSeconds) {
      throw new IllegalArgumentException(
          "an estimate grows from low to high: "
              + lowSeconds
              + ", "
              + likelySeconds
              + ", "
              + highSeconds);
    }
  }

  static Estimate unknown(String missing) {
    return new Estimate(-1, -1, -1, missing);
  }

  static Estimate of(double low, double likely, double high, String method) {
    return new Estimate(up(low), up(likely), up(high), method);
  }

  /** Whether anything can be said. */
  public boolean known() {
    return lowSeconds >= 0;
  }

  Estimate plus(Estimate other, String how) {
    if (!known() || !other.known()) {
      return unknown(known() ? other.method : method);
    }
    return new Estimate(
        lowSeconds + other.lowSeconds,
        likelySeconds + other.likelySeconds,
        highSeconds + other.highSeconds,
        how);
  }

  /** For people. */
  public String text() {
    return known()
        ? Texts.duration(Duration.ofSeconds(lowSeconds))
            + " to "
            + Texts.duration(Duration.ofSeconds(highSeconds))
            + ", likely "
            + Texts.duration(Duration.ofSeconds(likelySeconds))
        : "not known yet";
  }

  private static long up(double seconds) {
    return (long) Math.ceil(Math.max(0, seconds));
  }
}
