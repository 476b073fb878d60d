package dev.migrationplanner.database;

/**
 * A place between two transactions of a log; places of one log are ordered by {@code major}, then
 * {@code minor} (binlog file number and offset; 0 and LSN).
 *
 * @param text all that is needed to resume there, including the server's identity (and a GTID for
 *     failover)
 */
public record LogPosition(long major, long minor, String text) implements Comparable<LogPosition> {

  @Override
  public int compareTo(LogPosition other) {
    int byMajor = Long.compare(major, other.major);
    return byMajor != 0 ? byMajor : Long.compare(minor, other.minor);
  }
}
