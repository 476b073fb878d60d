package dev.migrationplanner.verify;

import java.util.List;

/**
 * What comparing one table came to.
 *
 * @param rowsSource rows seen there; while data moves the two numbers may differ without a
 *     difference, because the sides were not seen at one moment
 * @param differences the first of them, a bounded number
 * @param differencesTotal how many there are; 0 proves equality as of {@code position} where {@code
 *     mode} is FULL
 * @param digest what the source's rows add up to: row count and sum of hashes
 * @param position of both sides; where each chunk had its own snapshot, the last chunk's
 * @param statement what it proves, in a sentence
 * @param earlier what stands from earlier comparisons and was not looked at by this one
 */
public record TableResult(
    String table,
    Mode mode,
    long rowsSource,
    long rowsTarget,
    List<Difference> differences,
    long differencesTotal,
    String digest,
    String position,
    String statement,
    double seconds,
    Earlier earlier) {

  public TableResult {
    differences = List.copyOf(differences);
  }

  /** Whether nothing was found to differ. */
  public boolean equal() {
    return differencesTotal == 0;
  }

  /**
   * Chunks that were not due.
   *
   * @param rows of them, when they were last compared
   * @param oldest when the one was compared that was compared longest ago, ISO 8601; "" = none
   * @param newest when the last of them was
   */
  public record Earlier(int chunks, long rows, String oldest, String newest) {

    /** Everything was looked at. */
    public static final Earlier NONE = new Earlier(0, 0, "", "");

    Earlier plus(long more, String at) {
      boolean first = chunks == 0;
      return new Earlier(
          chunks + 1,
          rows + more,
          first || at.compareTo(oldest) < 0 ? at : oldest,
          at.compareTo(newest) > 0 ? at : newest);
    }

    String text(String why) {
      return chunks == 0
          ? ""
          : "; %d of them, in %d chunks last compared in full between %s and %s, %s"
              .formatted(rows, chunks, oldest, newest, why);
    }
  }

  /** How much was looked at. */
  public enum Mode {
    /** Every row, every carried column. */
    FULL,
    /** Row counts only: says nothing about values. */
    COUNTS,
    /** Some rows, chosen by the hash of their keys. */
    SAMPLE
  }
}
