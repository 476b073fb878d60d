package dev.migrationplanner.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Wall-clock texts for the record; nothing is decided by them across hosts. */
final class Clock {

  private Clock() {}

  /** Now, ISO 8601 in UTC, to the millisecond. */
  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** Seconds since such a text. */
  static long secondsSince(String text) {
    return Math.max(0, ChronoUnit.SECONDS.between(Instant.parse(text), Instant.now()));
  }
}
