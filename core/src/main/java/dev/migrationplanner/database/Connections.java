package dev.migrationplanner.database;

/**
 * How many connections a server takes, and what stands between it and us. -1 where it is not known.
 *
 * @param max at most, for everybody
 * @param reserved of those, for administrators
 * @param used now, ours among them
 * @param usedMax the most since the server was started
 * @param oursMax the most that this product opens
 * @param servedPort the port that the server itself says it serves
 * @param pooled whether a pooler was seen to give our session's server to somebody else between two
 *     transactions
 */
public record Connections(
    long max, long reserved, long used, long usedMax, int oursMax, int servedPort, boolean pooled) {

  /** What this product opens at most, whichever the engine is. */
  public static final int OURS_ABOUT = 40;

  /** Nobody looked. */
  public static final Connections UNKNOWN = new Connections(-1, 0, -1, -1, 0, -1, false);

  /** How many more there may be beside those in use; -1 if that is not known. */
  public long free() {
    return max < 0 || used < 0 ? -1 : Math.max(0, max - reserved - used);
  }

  /** The same, seen through a pooler or not. */
  public Connections pooled(boolean seen) {
    return new Connections(max, reserved, used, usedMax, oursMax, servedPort, seen);
  }
}
