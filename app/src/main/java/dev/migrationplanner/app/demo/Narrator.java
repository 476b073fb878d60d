package dev.migrationplanner.app.demo;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Tells what happens, with the time since the start in front. */
public final class Narrator {
  private final long startNanos = System.nanoTime();
  private final Consumer<String> lines;
  private final Consumer<String> passing;

  /**
   * A narrator.
   *
   * @param lines takes a line that stays
   * @param passing takes a line that may be dropped or overwritten
   */
  public Narrator(Consumer<String> lines, Consumer<String> passing) {
    this.lines = lines;
    this.passing = passing;
  }

  void tell(String text) {
    lines.accept(stamped(text));
  }

  void mention(String text) {
    passing.accept(stamped(text));
  }

  /** Since the start. */
  long nanos() {
    return System.nanoTime() - startNanos;
  }

  static double seconds(Duration duration) {
    return Math.round(duration.toNanos() / 1e6) / 1e3;
  }

  private String stamped(String text) {
    return String.format(Locale.ROOT, "%6.1f s  %s", nanos() / 1e9, text);
  }
}
