package dev.migrationplanner.verify;

/**
 * How to compare, and its limits.
 *
 * @param rowsPerChunk rows digested by one query
 * @param rowsPerBucket rows among which a difference is looked for by row
 * @param rowsInMemoryMax rows whose hashes are held at once, of each side
 * @param differencesMax differences named; further ones are counted
 * @param rechecksMax how often a differing key is looked at again
 */
public record CompareOptions(
    long rowsPerChunk,
    int rowsPerBucket,
    int rowsInMemoryMax,
    int differencesMax,
    int rechecksMax,
    Progress progress,
    Throttle throttle,
    ChunkStore store,
    Settling settling) {

  /** For two sides that stand still. */
  public static final CompareOptions DEFAULTS =
      new CompareOptions(
          100_000,
          500,
          50_000,
          100,
          3,
          (table, rows, rate) -> {},
          rows -> {},
          ChunkStore.NONE,
          Settling.STILL);

  public CompareOptions {
    if (rowsPerChunk < 1 || rowsPerBucket < 1 || rowsInMemoryMax < rowsPerBucket) {
      throw new IllegalArgumentException(
          "a chunk and a bucket have at least one row, and memory has room for a bucket");
    }
    if (differencesMax < 0 || rechecksMax < 1) {
      throw new IllegalArgumentException("differencesMax is not negative, rechecksMax at least 1");
    }
  }

  /** The same with another way to wait before looking again. */
  public CompareOptions with(Settling other) {
    return new CompareOptions(
        rowsPerChunk,
        rowsPerBucket,
        rowsInMemoryMax,
        differencesMax,
        rechecksMax,
        progress,
        throttle,
        store,
        other);
  }

  /** The same with another store. */
  public CompareOptions with(ChunkStore other) {
    return new CompareOptions(
        rowsPerChunk,
        rowsPerBucket,
        rowsInMemoryMax,
        differencesMax,
        rechecksMax,
        progress,
        throttle,
        other,
        settling);
  }

  /** The same, no faster than that. */
  public CompareOptions with(Throttle slow) {
    return with(progress, slow);
  }

  /** The same, reporting and slowed down elsewhere. */
  public CompareOptions with(Progress report, Throttle slow) {
    return new CompareOptions(
        rowsPerChunk,
        rowsPerBucket,
        rowsInMemoryMax,
        differencesMax,
        rechecksMax,
        report,
        slow,
        store,
        settling);
  }

  /** The same with other limits. */
  public CompareOptions limits(long chunk, int bucket, int memory, int named) {
    return new CompareOptions(
        chunk, bucket, memory, named, rechecksMax, progress, throttle, store, settling);
  }

  /** Told after each chunk; called from the comparing threads. */
  public interface Progress {
    /** Rows of the source compared so far, and how many a second. */
    void compared(String table, long rows, double rowsPerSecond);
  }

  /** Asked before each chunk; may wait. */
  public interface Throttle {
    /** Waits as long as it likes. */
    void beforeChunk(long rowsSoFar) throws InterruptedException;
  }
}
