package dev.migrationplanner.run;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the tool is at, in words: shown to people, and what holds up the loop. */
final class Standing {

  private static final Logger LOG = LoggerFactory.getLogger(Standing.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private volatile Status.Activity activity = Status.Activity.WORKING;
  private volatile String message = "";
  private volatile String stoppedBy = "";
  private volatile long retryAtNanos = System.nanoTime();

  Status.Activity activity() {
    return activity;
  }

  String message() {
    return message;
  }

  void say(String text) {
    message = text;
  }

  /** Nothing of the phase's work begins until somebody resumes or rolls back. */
  void stop(String why) {
    stoppedBy = why;
    message = why;
    activity = Status.Activity.STOPPED;
  }

  boolean stopped() {
    return !stoppedBy.isEmpty();
  }

  void mended() {
    stoppedBy = "";
  }

  void rollingBack() {
    activity = Status.Activity.ROLLING_BACK;
    stoppedBy = "";
  }

  /** A passing failure: the loop rests for a moment. */
  void retryLater(Exception e) {
    LOG.info("tries again: {}", e.getMessage());
    message = "tries again: " + e.getMessage();
    retryAtNanos = System.nanoTime() + RETRY_AFTER.toNanos();
  }

  boolean resting() {
    return System.nanoTime() - retryAtNanos < 0;
  }

  /** After each turn of the loop. */
  void show(MigrationState state, PhaseSteps steps) {
    activity = activity(state, steps);
    if (stopped()) {
      message = stoppedBy;
    } else if (steps.idle() && activity == Status.Activity.WAITING) {
      message = "";
    }
  }

  private Status.Activity activity(MigrationState state, PhaseSteps steps) {
    if (state.done().completed()) {
      return Status.Activity.COMPLETED;
    }
    if (state.paused()) {
      return Status.Activity.PAUSED;
    }
    if (stopped()) {
      return Status.Activity.STOPPED;
    }
    return steps.underWay() ? Status.Activity.WORKING : Status.Activity.WAITING;
  }
}
