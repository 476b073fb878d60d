package dev.migrationplanner.database;

/**
 * A place between two transactions of a log; places of one log are ordered by {@code major}, then
 * {@code minor} (binlog file number and offset; 0 and LSN).
 *
 * @param text all that is needed to resume there, including the server's identity (and a GTID for
 *     failover)
 */
public record LogPosition(long major, long minor, String text) implements Comparable<LogPosition> {

  /** One line for storage. */
  public String encode() {
    return major + " " + minor + " " + text;
  }

  /**
   * What {@link #encode} made.
   *
   * @throws IllegalArgumentException if it did not
   */
  public static LogPosition decode(String line) {
    String[] parts = line.split(" ", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not a log position: " + line);
    }
    return new LogPosition(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
  }

  @Override
  public int compareTo(LogPosition other) {
    int byMajor = Long.compare(major, other.major);
    return byMajor != 0 ? byMajor : Long.compare(minor, other.minor);
  }
}
