package dev.migrationplanner.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

class RateBoundTest {

  @Test
  void noMismatchIn29956ReadsProvesLessThanOneInTenThousand() {
    assertThat(RateBound.needed(0, 1e-4, 0.95)).isEqualTo(29_956);
    assertThat(RateBound.upper(0, 29_956, 0.95)).isLessThanOrEqualTo(1e-4);
    assertThat(RateBound.upper(0, 29_955, 0.95)).isGreaterThan(1e-4);
  }

  @Test
  void theNeededSamplesAreThoseOfTheTables() {
    assertThat(RateBound.needed(0, 1e-2, 0.95)).isEqualTo(299);
    assertThat(RateBound.needed(0, 1e-3, 0.95)).isEqualTo(2_995);
    assertThat(RateBound.needed(0, 1e-6, 0.95)).isEqualTo(2_995_731);
    assertThat(RateBound.needed(0, 1e-4, 0.99)).isEqualTo(46_050);
    assertThat(RateBound.needed(0, 1e-6, 0.99)).isEqualTo(4_605_168);
  }

  @Test
  void mismatchesMakeTheSampleLonger() {
    long[] published = {29_957, 47_439, 62_958, 77_537, 91_535, 105_130};
    for (int k = 1; k < published.length; k++) {
      assertThat((double) RateBound.needed(k, 1e-4, 0.95))
          .isCloseTo(published[k], within(published[k] * 2e-4));
    }
  }

  @Test
  void theBoundSolvesItsEquationWhateverTheSize() {
    long[][] cases = {{1, 2}, {1, 10}, {5, 10}, {9, 10}, {3, 1_000}, {70, 1_000}, {400, 100_000}};
    for (long[] c : cases) {
      double p = RateBound.upper(c[0], c[1], 0.95);
      assertThat(sumOfProbabilities(c[0], c[1], p)).isCloseTo(0.05, within(1e-11));
      double low = RateBound.lower(c[0], c[1], 0.95);
      assertThat(1 - sumOfProbabilities(c[0] - 1, c[1], low)).isCloseTo(0.05, within(1e-9));
    }
  }

  @Test
  void aHundredMillionReadsAreBoundedAsPoissonSays() {
    long n = 100_000_000;
    assertThat(RateBound.upper(5, n, 0.95) * n).isCloseTo(10.513, within(1e-3));
    assertThat(RateBound.upper(1, n, 0.99) * n).isCloseTo(6.638, within(1e-3));
    assertThat(RateBound.upper(n / 2, n, 0.95)).isCloseTo(0.5 + 1.6449 * 0.00005, within(1e-7));
  }

  @Test
  void theEndsOfTheScaleHold() {
    assertThat(RateBound.upper(0, 0, 0.95)).isEqualTo(1);
    assertThat(RateBound.upper(7, 7, 0.95)).isEqualTo(1);
    assertThat(RateBound.lower(0, 7, 0.95)).isZero();
    assertThat(RateBound.lower(7, 7, 0.95)).isCloseTo(Math.pow(0.05, 1 / 7.0), within(1e-12));
    assertThatThrownBy(() -> RateBound.upper(8, 7, 0.95)).hasMessageContaining("8 of 7");
  }

  @Test
  void wilsonIsThePublishedInterval() {
    assertThat(RateBound.wilsonUpper(0, 10, 1.959964)).isCloseTo(0.2775, within(1e-4));
    assertThat(RateBound.wilsonUpper(15, 100, 1.959964)).isCloseTo(0.2327, within(2e-4));
  }

  /** The definition itself, in 40 digits: slow, and shares nothing with what is tested. */
  private static double sumOfProbabilities(long k, long n, double p) {
    var digits = new MathContext(40);
    BigDecimal q = BigDecimal.ONE.subtract(new BigDecimal(p));
    BigDecimal odds = new BigDecimal(p).divide(q, digits);
    BigDecimal term = q.pow((int) n, digits);
    BigDecimal sum = BigDecimal.ZERO;
    for (long i = 0; i <= k; i++) {
      sum = sum.add(term, digits);
      term =
          term.multiply(odds, digits)
              .multiply(BigDecimal.valueOf(n - i), digits)
              .divide(BigDecimal.valueOf(i + 1), digits);
    }
    return sum.doubleValue();
  }
}
