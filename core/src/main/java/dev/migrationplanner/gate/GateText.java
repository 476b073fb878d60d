package dev.migrationplanner.gate;

import java.time.Duration;
import java.util.Locale;

/** How gates write numbers. */
final class GateText {

  private GateText() {}

  static String percent(double share) {
    return new java.math.BigDecimal(share * 100)
            .round(new java.math.MathContext(4))
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }

  static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
