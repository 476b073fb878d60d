package dev.migrationplanner.plan;

import java.util.List;
import java.util.Objects;

/**
 * What a pilot measured: real chunks through the real copier into a scratch schema of the target.
 *
 * @param takenAt when, ISO 8601 in UTC
 * @param chunks one by one, spread over the whole key range of each table
 * @param indexes built on the pilot's rows
 * @param hops rows brought over again by key, as the sync does
 * @param compared digests of the copied chunks, taken inside both databases at once
 * @param notes what was not tried, and why
 */
public record Pilot(
    String takenAt,
    List<Copied> chunks,
    List<Built> indexes,
    List<Applied> hops,
    List<Compared> compared,
    List<String> notes) {

  public Pilot {
    chunks = List.copyOf(chunks);
    indexes = List.copyOf(indexes);
    hops = List.copyOf(hops);
    // A pilot of an older version has none.
    compared = List.copyOf(Objects.requireNonNullElse(compared, List.of()));
    notes = List.copyOf(notes);
  }

  /**
   * One chunk.
   *
   * @param workers how many chunks were under way at once
   * @param bytes as sent to the target
   * @param targetBytes what its table took on the target, divided over its chunks
   */
  public record Copied(
      String table, int workers, long rows, long bytes, long targetBytes, double seconds) {}

  /**
   * One table's indexes.
   *
   * @param emptySeconds what the same took on the empty table
   */
  public record Built(String table, int indexes, long rows, double seconds, double emptySeconds) {}

  /** One hop. */
  public record Applied(String table, long keys, double seconds) {}

  /**
   * One chunk's comparison.
   *
   * @param workers how many were under way at once
   */
  public record Compared(String table, int workers, long rows, double seconds) {}

  /** The most chunks that were under way at once. */
  int workersMax() {
    return chunks.stream().mapToInt(Copied::workers).max().orElse(0);
  }
}
