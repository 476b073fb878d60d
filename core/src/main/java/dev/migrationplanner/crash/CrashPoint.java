package dev.migrationplanner.crash;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A moment at which the tool may die and must go on after a new start: around each commit that
 * matters. Costs nothing unless {@value #PROPERTY} names points, separated by commas: then the
 * process ends at the first of them that it comes to, at once and without any cleaning up, as by
 * kill -9. A point that stands here and is never come to fails CrashPointsTest.
 */
public enum CrashPoint {
  TRANSITION_DECIDED,
  TRANSITION_STORED,

  PREPARE_SOURCE_INSTALLED,
  PREPARE_TARGET_CREATED,
  PREPARE_EPOCH_ON_ONE_SIDE,
  PREPARE_DONE,

  LOG_ESTABLISHED,
  LOG_POSITIONS_WRITTEN,
  LOG_POSITIONS_SAVED,
  LOGS_OPENED,
  LOGS_LEFT,
  LOGS_ANEW,

  COLLECT_WRITTEN,
  COLLECT_COMMITTED,
  COLLECT_ACKNOWLEDGED,

  COPY_CHUNK_CLAIMED,
  COPY_CHUNK_WRITTEN,
  COPY_CHUNK_COMMITTED,
  COPY_DONE,

  CATCH_UP_WRITTEN,
  CATCH_UP_COMMITTED,

  BUILD_CAUGHT_UP,
  BUILD_INDEXES_MADE,
  BUILD_FOREIGN_KEYS_MADE,
  BUILD_FINISHED,
  BUILD_OTHER_LOG_READ,

  HOP_SNAPSHOT_OPENED,
  HOP_MARKED,
  HOP_WRITTEN,
  HOP_COMMITTED,
  HOP_ACKNOWLEDGED,
  LOOK_COMMITTED,
  COMPARED,

  FLIP_BEGUN,
  FLIP_COUNTERS_SET,
  FLIP_HOPPED,
  FLIP_CLOSING_WRITTEN,
  FLIP_CLOSING_MARKED,
  FLIP_FENCE_RAISED,
  FLIP_LAST_HOP_WRITTEN,
  FLIP_COUNTERS_CHECKED,
  FLIP_EPOCH_WRITTEN,
  FLIP_EPOCH_COMMITTED,
  FLIP_OLD_SIDE_TOLD,
  FLIP_OLD_SIDE_SETTLED,
  FLIP_REVERSED,
  FLIP_LET_GO,
  FLIP_CLOSING_LIFTED,
  SETTLE_BEGUN,

  RAISE_WRITTEN,
  RAISE_ON_ONE_SIDE,
  RAISE_ON_BOTH_SIDES,
  ROLLBACK_TARGET_EMPTIED,
  ROLLBACK_ONE_SIDE_CLEARED,
  ROLLBACK_BOTH_SIDES_CLEARED,
  ROLLBACK_LOGS_DROPPED,

  ARCHIVE_TABLE_WRITTEN,
  ARCHIVE_WRITTEN,
  COMPLETE_SYNC_CLOSED,
  COMPLETE_EPOCH_RAISED,
  COMPLETE_LOGS_DROPPED;

  /** The system property that names points. */
  public static final String PROPERTY = "migration-planner.crash-at";

  /** The process's exit code, that of kill -9. */
  public static final int EXIT = 137;

  private static final Set<CrashPoint> ARMED = named(System.getProperty(PROPERTY, ""));

  /** Here it is: the process ends if this point was named. */
  public void reached() {
    if (ARMED.contains(this)) {
      die(this);
    }
  }

  private static synchronized void die(CrashPoint point) {
    System.err.println("died at crash point " + point);
    Runtime.getRuntime().halt(EXIT);
  }

  private static Set<CrashPoint> named(String names) {
    return Arrays.stream(names.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(CrashPoint::valueOf)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(CrashPoint.class)));
  }
}
