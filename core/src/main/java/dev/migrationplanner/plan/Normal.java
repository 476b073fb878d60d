package dev.migrationplanner.plan;

/** The normal distribution, to about six digits: enough for a range of hours. Pure. */
final class Normal {

  /** Nine in ten are below it. */
  static final double Z90 = 1.2816;

  private Normal() {}

  /** The share below z (Abramowitz and Stegun 26.2.17). */
  static double below(double z) {
    if (z < 0) {
      return 1 - below(-z);
    }
    double t = 1 / (1 + 0.2316419 * z);
    double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    double series =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return 1 - density * series;
  }

  /** The z that so large a share is below; by halving. */
  static double at(double share) {
    double low = -8;
    double high = 8;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (below(middle) < share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }
}
