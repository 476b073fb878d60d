package dev.migrationplanner.app.kill;

import java.util.Locale;

/**
 * One kill, and what came of it.
 *
 * @param seconds from the new start until the tool worked or waited again
 * @param writes acknowledged to the application meanwhile
 * @param waitMillisMax the longest that one of them waited
 */
record Kill(
    Moment moment,
    int phaseBefore,
    int phaseAfter,
    double seconds,
    long writes,
    long waitMillisMax) {

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s (phase %d>%d, %.1f s, %d writes, wait %d ms)",
        moment,
        phaseBefore,
        phaseAfter,
        seconds,
        writes,
        waitMillisMax);
  }
}
