package dev.migrationplanner.app.kill;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * Secondary writes that the library makes in threads of its own, after their callers have their
 * answers: the traffic rests, and they may still come.
 */
final class Stragglers {
  private static final int LOOKS = 5;

  private Stragglers() {}

  /** Until none is left; on a busy machine that takes as long as they wait for their turn. */
  static void await(Duration limit) throws InterruptedException {
    Patience patience = new Patience(limit);
    for (int quiet = 0; quiet < LOOKS; quiet = anyAtWork() ? 0 : quiet + 1) {
      if (!patience.isLeft()) {
        throw new IllegalStateException("Secondary writes are still made after " + limit);
      }
      Thread.sleep(Watch.LOOK_MILLIS);
    }
  }

  private static boolean anyAtWork() {
    for (Map.Entry<Thread, StackTraceElement[]> thread : Thread.getAllStackTraces().entrySet()) {
      if (thread.getKey().getName().contains("-secondary-")
          && Arrays.stream(thread.getValue()).noneMatch(Stragglers::waitsForWork)) {
        return true;
      }
    }
    return false;
  }

  private static boolean waitsForWork(StackTraceElement frame) {
    return frame.getMethodName().equals("getTask");
  }
}
