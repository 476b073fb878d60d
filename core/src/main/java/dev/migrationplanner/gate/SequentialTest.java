package dev.migrationplanner.gate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Whether the new side does worse than the old one, at any number of looks.
 *
 * <p>Given that something bad happened, in which arm was it? If the new side's rate is r times the
 * old one's, it was the new one's with probability theta(r) = r*nNew / (r*nNew + nOld). The product
 * of likelihood ratios against r = 1 over all looks is a supermartingale of mean 1 under "no
 * worse", so is the mean over several r; by Ville's inequality it ever reaches 1/alpha with
 * probability at most alpha (Wald; Grünwald, de Heide, Koolen, "Safe Testing"). What hits both arms
 * cancels.
 *
 * @param logWorse the sums of log ratios against r = 1, for each of {@link #RATIOS}
 * @param logSame the sum of log ratios of r = 1 against r = 2
 */
record SequentialTest(List<Double> logWorse, double logSame) {

  static final List<Double> RATIOS = List.of(1.5, 2.0, 3.0, 5.0, 10.0, 30.0);
  static final double TOLERATED = 2;
  static final SequentialTest START =
      new SequentialTest(Collections.nCopies(RATIOS.size(), 0.0), 0);

  SequentialTest {
    logWorse = List.copyOf(logWorse);
  }

  /** With what came since the last look. */
  SequentialTest add(long oldRequests, long oldBad, long newRequests, long newBad) {
    if (oldRequests == 0 || newRequests == 0) {
      return this;
    }
    double share = (double) newRequests / oldRequests;
    var sums = new ArrayList<Double>();
    for (int i = 0; i < RATIOS.size(); i++) {
      sums.add(logWorse.get(i) + logRatio(RATIOS.get(i), 1, share, newBad, oldBad));
    }
    return new SequentialTest(sums, logSame + logRatio(1, TOLERATED, share, newBad, oldBad));
  }

  /** Evidence that the new side is worse; 1 = none. */
  double worse() {
    double most = Collections.max(logWorse);
    double sum = logWorse.stream().mapToDouble(l -> Math.exp(l - most)).sum();
    return Math.exp(most) * sum / RATIOS.size();
  }

  /** Evidence that the new side is not twice as bad; 1 = none. */
  double same() {
    return Math.exp(logSame);
  }

  /** badNew * ln(theta_r / theta_s) + badOld * ln((1 - theta_r) / (1 - theta_s)). */
  private static double logRatio(double r, double s, double share, long badNew, long badOld) {
    double common = Math.log((s * share + 1) / (r * share + 1));
    return badNew * (Math.log(r / s) + common) + badOld * common;
  }
}
