package dev.migrationplanner.plan;

import java.time.Duration;

/**
 * How long something takes: what one in ten times, every other time and nine in ten times are
 * below, and how it was come by. Seconds; all -1 if nothing can be said, and then {@code method}
 * says what is missing.
 */
public record Estimate(long p10Seconds, long p50Seconds, long p90Seconds, String method) {

  private static final double SPREAD_MIN = 0.02;

  /** Beyond it the tail of the distribution says nothing any more. */
  private static final double PASSED_MAX = 0.999;

  public Estimate {
    if (p10Seconds > p50Seconds || p50Seconds > p90Seconds) {
      throw new IllegalArgumentException(
          "an estimate grows from p10 to p90: "
              + p10Seconds
              + ", "
              + p50Seconds
              + ", "
              + p90Seconds);
    }
  }

  static Estimate unknown(String missing) {
    return new Estimate(-1, -1, -1, missing);
  }

  static Estimate of(double p10, double p50, double p90, String method) {
    return new Estimate(up(p10), up(p50), up(p90), method);
  }

  /** Nothing to wait for. */
  static Estimate moment(String method) {
    return new Estimate(0, 1, 5, method);
  }

  /** Whether anything can be said. */
  public boolean known() {
    return p10Seconds >= 0;
  }

  Estimate plus(Estimate other, String how) {
    if (!known() || !other.known()) {
      return unknown(known() ? other.method : method);
    }
    return new Estimate(
        p10Seconds + other.p10Seconds,
        p50Seconds + other.p50Seconds,
        p90Seconds + other.p90Seconds,
        how);
  }

  /**
   * What it is once so many seconds have passed and it is not done: the same distribution (a
   * lognormal one on either side of p50), of those times only that are longer. Sources: conditional
   * quantiles, q(p | T > t) = F^-1(F(t) + p (1 - F(t))).
   */
  public Estimate after(double seconds) {
    if (!known() || p90Seconds == 0 || seconds < p10Seconds) {
      return this;
    }
    double passed = Math.min(below(seconds), PASSED_MAX);
    return of(
        Math.max(seconds, at(passed + 0.1 * (1 - passed))),
        Math.max(seconds, at(passed + 0.5 * (1 - passed))),
        Math.max(seconds, at(passed + 0.9 * (1 - passed))),
        method + "; " + Texts.duration(Duration.ofSeconds(Math.round(seconds))) + " have passed");
  }

  private double below(double seconds) {
    double ratio = Math.log(seconds / middle());
    return Normal.below(ratio / (ratio < 0 ? spreadBelow() : spreadAbove()));
  }

  private double at(double share) {
    double z = Normal.at(share);
    return middle() * Math.exp(z * (z < 0 ? spreadBelow() : spreadAbove()));
  }

  private double middle() {
    return Math.max(0.5, p50Seconds);
  }

  private double spreadBelow() {
    return Math.max(SPREAD_MIN, Math.log(middle() / Math.max(0.25, p10Seconds)) / Normal.Z90);
  }

  private double spreadAbove() {
    return Math.max(SPREAD_MIN, Math.log(Math.max(1, p90Seconds / middle())) / Normal.Z90);
  }

  /** For people. */
  public String text() {
    if (known() && p90Seconds == 0) {
      return "no time";
    }
    return known()
        ? Texts.duration(Duration.ofSeconds(p50Seconds))
            + " (p10 "
            + Texts.duration(Duration.ofSeconds(p10Seconds))
            + ", p90 "
            + Texts.duration(Duration.ofSeconds(p90Seconds))
            + ")"
        : "not known yet";
  }

  private static long up(double seconds) {
    return (long) Math.ceil(Math.max(0, seconds));
  }
}
