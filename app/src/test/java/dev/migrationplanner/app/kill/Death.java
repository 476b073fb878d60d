package dev.migrationplanner.app.kill;

import dev.migrationplanner.crash.CrashPoint;
import java.util.Locale;

/**
 * One death at a crash point, and what came of it.
 *
 * @param seconds from the new start until the tool worked or waited again; negative where it died
 *     again before that
 */
record Death(String leg, int phase, CrashPoint point, double seconds) {

  boolean resumed() {
    return seconds >= 0;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%-8s phase %d %-26s resumed in %.1f s", leg, phase, point, seconds);
  }
}
