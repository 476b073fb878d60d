package dev.migrationplanner.app.cli;

import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {
  private Numbers() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String percent(double part) {
    double percent = 100 * part;
    String text = String.format(Locale.ROOT, "%.2f", percent);
    return text.replaceFirst("\\.?0+$", "") + " %";
  }

  static String rate(double rowsPerSecond) {
    return count(Math.round(rowsPerSecond)) + " rows/s";
  }

  static String left(long seconds) {
    return seconds < 0 ? "time left unknown" : duration(seconds) + " left";
  }

  static String duration(long seconds) {
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
  }
}
