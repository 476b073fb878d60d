package dev.migrationplanner.plan;

import java.util.function.IntToDoubleFunction;

/**
 * How long it takes until what was written meanwhile is brought over. The day's profile of writes
 * is integrated minute by minute, not averaged: with writes of 5,000 (1 + 0.8 sin) a second, 8,000
 * applied and six hours of copying, the mean says 3.6 hours and the day says 13.5.
 *
 * @param writesPerSecond rows written a second, averaged over a day
 * @param shape the rate in an hour of the day (0 to 23, UTC), as a multiple of that mean
 * @param appliedPerSecond rows brought over a second while nothing else is done
 */
record CatchUp(double writesPerSecond, IntToDoubleFunction shape, double appliedPerSecond) {

  private static final int HOURS = 24;
  private static final int MINUTE = 60;
  private static final int DAYS_MAX = 60;

  /** The highest hour's writes over what is applied. */
  double loadPeak() {
    double peak = 0;
    for (int hour = 0; hour < HOURS; hour++) {
      peak = Math.max(peak, rate(hour));
    }
    return peak / appliedPerSecond;
  }

  double loadMean() {
    return writesPerSecond / appliedPerSecond;
  }

  /**
   * Seconds from the end of the copy until nothing waits, if the copy began at that hour and took
   * so long; infinite if that is not within 60 days.
   */
  double seconds(double copySeconds, int beginHour) {
    double backlog = 0;
    long minute = 0;
    long copyMinutes = (long) Math.ceil(copySeconds / MINUTE);
    for (; minute < copyMinutes; minute++) {
      backlog += rateAt(beginHour, minute) * MINUTE;
    }
    long end = minute + (long) DAYS_MAX * HOURS * MINUTE;
    for (; backlog > 0 && minute < end; minute++) {
      double net = (appliedPerSecond - rateAt(beginHour, minute)) * MINUTE;
      if (net >= backlog) {
        return (minute - copyMinutes) * MINUTE + MINUTE * backlog / net;
      }
      backlog -= net;
    }
    return backlog > 0 ? Double.POSITIVE_INFINITY : (minute - copyMinutes) * (double) MINUTE;
  }

  /** The hour to begin a copy of that length at, so that catching up takes least. */
  int bestHour(double copySeconds) {
    return extreme(copySeconds, -1);
  }

  int worstHour(double copySeconds) {
    return extreme(copySeconds, 1);
  }

  private int extreme(double copySeconds, int sign) {
    int found = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int hour = 0; hour < HOURS; hour++) {
      double seconds = sign * seconds(copySeconds, hour);
      if (seconds > most) {
        most = seconds;
        found = hour;
      }
    }
    return found;
  }

  private double rateAt(int beginHour, long minute) {
    return rate((int) ((beginHour + minute / MINUTE) % HOURS));
  }

  private double rate(int hour) {
    return writesPerSecond * shape.applyAsDouble(hour);
  }
}
