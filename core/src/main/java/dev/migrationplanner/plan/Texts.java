package dev.migrationplanner.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How numbers are written for people; the same on every machine. */
final class Texts {

  private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

  private Texts() {}

  static String percent(double share) {
    return new BigDecimal(share * 100)
            .round(new MathContext(3))
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }

  static String count(double number) {
    return String.format(Locale.ROOT, "%,d", Math.round(number));
  }

  /** Three digits that count, no exponent. */
  static String number(double value) {
    return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  static String bytes(double bytes) {
    int unit = 0;
    double value = bytes;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0
        ? count(bytes) + " bytes"
        : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return Math.max(1, seconds) + " s";
    }
    if (seconds < 2 * 3600) {
      return Math.round(seconds / 60.0) + " min";
    }
    return seconds < 2 * 86_400
        ? Math.round(seconds / 3600.0) + " h"
        : Math.round(seconds / 86_400.0) + " days";
  }

  /** Seconds of which a negative number says that nobody knows. */
  static String known(long seconds) {
    return seconds < 0 ? "not known" : duration(Duration.ofSeconds(seconds));
  }

  static String firstOf(List<String> names, int most) {
    String first = String.join(", ", names.subList(0, Math.min(most, names.size())));
    return names.size() <= most ? first : first + " and " + (names.size() - most) + " more";
  }
}
