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
    double seconds) {

  public TableResult {
    differences = List.copyOf(differences);
  }

  /** Whether nothing was found to differ. */
  public boolean equal() {
    return differencesTotal == 0;
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
