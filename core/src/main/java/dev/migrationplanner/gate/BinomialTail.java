package dev.migrationplanner.gate;

/**
 * Exact tails of the binomial distribution.
 *
 * <p>The tail is a regularised incomplete beta function, evaluated by its continued fraction
 * (Lentz's method; Press et al., Numerical Recipes, 6.4). Its factor in front is a binomial
 * probability, computed by Loader's saddle-point form ("Fast and Accurate Computation of Binomial
 * Probabilities", 2000), because a difference of log-gammas loses eight digits at n = 10^8.
 */
final class BinomialTail {

  private static final double TINY = 1e-300;
  private static final int TERMS_MAX = 200_000;

  private BinomialTail() {}

  /** P(X <= k) for X of n trials with probability p. */
  static double atMost(long k, long n, double p) {
    if (k >= n) {
      return 1;
    }
    return incompleteBeta(n - k, k + 1, 1 - p, p);
  }

  /** P(X >= k). */
  static double atLeast(long k, long n, double p) {
    if (k <= 0) {
      return 1;
    }
    return incompleteBeta(k, n - k + 1, p, 1 - p);
  }

  /** I_x(a, b) for whole a, b >= 1; y = 1 - x, passed apart so that no digit is lost. */
  private static double incompleteBeta(double a, double b, double x, double y) {
    if (x <= 0) {
      return 0;
    }
    if (y <= 0) {
      return 1;
    }
    if (x < (a + 1) / (a + b + 2)) {
      return probability(a, a + b - 1, x, y) * y * fraction(a, b, x);
    }
    return 1 - probability(b, a + b - 1, y, x) * x * fraction(b, a, y);
  }

  private static double fraction(double a, double b, double x) {
    double c = 1;
    double d = 1 / guard(1 - (a + b) * x / (a + 1));
    double h = d;
    for (int m = 1; m <= TERMS_MAX; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / guard(1 + even * d);
      c = guard(1 + even / c);
      h *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / guard(1 + odd * d);
      c = guard(1 + odd / c);
      double step = d * c;
      h *= step;
      if (Math.abs(step - 1) < 1e-15) {
        return h;
      }
    }
    throw new ArithmeticException("the continued fraction did not settle for a=" + a + ", b=" + b);
  }

  private static double guard(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }

  /** P(X = k), Loader's form; q = 1 - p. */
  private static double probability(double k, double n, double p, double q) {
    if (k == 0) {
      return Math.exp(n * Math.log1p(-p));
    }
    if (k == n) {
      return Math.exp(n * Math.log1p(-q));
    }
    double exponent =
        stirlingError(n)
            - stirlingError(k)
            - stirlingError(n - k)
            - deviance(k, n * p)
            - deviance(n - k, n * q);
    return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
  }

  /** ln(n!) less Stirling's formula for it. */
  private static double stirlingError(double n) {
    if (n < 16) {
      double logFactorial = 0;
      for (int i = 2; i <= n; i++) {
        logFactorial += Math.log(i);
      }
      return logFactorial - (n + 0.5) * Math.log(n) + n - 0.5 * Math.log(2 * Math.PI);
    }
    double square = n * n;
    return (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - 1 / 1680.0 / square) / square) / square) / n;
  }

  /** x ln(x/m) + m - x, without cancellation where x is near m. */
  private static double deviance(double x, double m) {
    if (Math.abs(x - m) >= 0.1 * (x + m)) {
      return x * Math.log(x / m) + m - x;
    }
    double v = (x - m) / (x + m);
    double sum = (x - m) * v;
    double term = 2 * x * v;
    for (int j = 1; j < 1000; j++) {
      term *= v * v;
      double next = sum + term / (2 * j + 1);
      if (next == sum) {
        return next;
      }
      sum = next;
    }
    return sum;
  }
}
