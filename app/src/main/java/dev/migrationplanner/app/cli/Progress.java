package dev.migrationplanner.app.cli;

/**
 * Progress on standard error: one line that is overwritten on a terminal, elsewhere a plain line
 * now and then, so that a log stays readable.
 */
public final class Progress {
  private static final long TERMINAL_NANOS = 200_000_000L;
  private static final long PLAIN_NANOS = 5_000_000_000L;

  private final Console console;
  private long lastNanos = System.nanoTime() - PLAIN_NANOS;
  private String last = "";

  public Progress(Console console) {
    this.console = console;
  }

  /** Shows the text, if it is time to. */
  public synchronized void show(String text) {
    long interval = console.terminal() ? TERMINAL_NANOS : PLAIN_NANOS;
    if (text.equals(last) || System.nanoTime() - lastNanos < interval) {
      return;
    }
    last = text;
    lastNanos = System.nanoTime();
    if (console.terminal()) {
      console.fleeting(text);
    } else {
      console.note(text);
    }
  }

  /** A line that stays. */
  public synchronized void settle(String text) {
    console.clearFleeting();
    console.note(text);
    last = "";
  }

  /** Takes the overwritten line away. */
  public synchronized void end() {
    console.clearFleeting();
  }
}
