package dev.migrationplanner.sync;

/** What sync has done and how it fares: written by its thread, read by whoever shows it. */
final class SyncMeter {

  private static final long WINDOW_NANOS = 2_000_000_000L;

  private long keys;
  private long changed;
  private long stored;
  private long windowStart = System.nanoTime();
  private long windowKeys;
  private double keysPerSecond;
  private int failures;
  private String message = "";
  private SyncStatus.@org.jspecify.annotations.Nullable State stop;

  synchronized void hop(Hopper.Result result) {
    keys += result.keys();
    changed += result.changed();
    windowKeys += result.keys();
    long now = System.nanoTime();
    if (now - windowStart > WINDOW_NANOS) {
      keysPerSecond = windowKeys * 1e9 / (now - windowStart);
      windowStart = now;
      windowKeys = 0;
    }
  }

  synchronized void worked() {
    failures = 0;
    message = "";
  }

  synchronized void retrying(String why) {
    failures++;
    message = "trying again: " + why;
  }

  synchronized int failures() {
    return failures;
  }

  synchronized long backOffMillis() {
    return Math.min(10_000, 5L << Math.min(11, failures));
  }

  synchronized void failed(SyncStatus.State state, String why) {
    stop = state;
    message = why;
  }

  synchronized void cleared() {
    stop = null;
    message = "";
  }

  synchronized boolean stopped() {
    return stop != null;
  }

  synchronized void stored(long count) {
    stored = count;
  }

  synchronized long stored() {
    return stored;
  }

  synchronized SyncStatus status(
      Direction direction,
      SyncStatus.State running,
      long lagMillis,
      long pending,
      long waiting,
      long started,
      long finished,
      long foreign) {
    return new SyncStatus(
        direction,
        stop == null ? running : stop,
        lagMillis,
        pending,
        waiting,
        started,
        finished,
        keysPerSecond,
        keys,
        changed,
        foreign,
        message);
  }
}
