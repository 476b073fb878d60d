package dev.migrationplanner.gate;

/**
 * Exact one-sided bounds (Clopper-Pearson) of a rate of which {@code bad} were seen in {@code n}.
 */
public final class RateBound {

  private static final int HALVINGS = 200;

  private RateBound() {}

  /** With this confidence the rate is below. 1 if nothing was seen. */
  public static double upper(long bad, long n, double confidence) {
    check(bad, n, confidence);
    double alpha = 1 - confidence;
    if (bad == n) {
      return 1;
    }
    if (bad == 0) {
      return -Math.expm1(Math.log(alpha) / n);
    }
    double low = (double) bad / n;
    double high = 1;
    for (int i = 0; i < HALVINGS && high - low > 1e-15 * high; i++) {
      double middle = (low + high) / 2;
      if (BinomialTail.atMost(bad, n, middle) > alpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** With this confidence the rate is above. 0 if none was bad. */
  public static double lower(long bad, long n, double confidence) {
    check(bad, n, confidence);
    return bad == 0 ? 0 : 1 - upper(n - bad, n, confidence);
  }

  /** How many trials with at most {@code bad} bad ones prove a rate below {@code limit}. */
  public static long needed(long bad, double limit, double confidence) {
    if (limit <= 0 || limit >= 1) {
      throw new IllegalArgumentException("limit " + limit + " is not between 0 and 1");
    }
    long high = Math.max(1, bad + 1);
    while (upper(bad, high, confidence) > limit) {
      high = Math.multiplyExact(high, 2);
    }
    long low = high / 2;
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      if (middle > bad && upper(bad, middle, confidence) <= limit) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /**
   * Wilson's score interval's upper end at {@code z} standard deviations: for pages, not for gates.
   */
  public static double wilsonUpper(long bad, long n, double z) {
    check(bad, n, 0.5);
    if (n == 0) {
      return 1;
    }
    double p = (double) bad / n;
    double square = z * z;
    double spread = z * Math.sqrt(p * (1 - p) / n + square / (4.0 * n * n));
    return Math.min(1, (p + square / (2.0 * n) + spread) / (1 + square / n));
  }

  private static void check(long bad, long n, double confidence) {
    if (bad < 0 || n < bad || confidence <= 0 || confidence >= 1) {
      throw new IllegalArgumentException(
          bad + " of " + n + " at confidence " + confidence + " is no rate");
    }
  }
}
