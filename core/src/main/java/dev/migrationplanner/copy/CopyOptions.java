package dev.migrationplanner.copy;

import dev.migrationplanner.plan.MigrationFile;

/**
 * How the backfill runs.
 *
 * @param workers chunks at once; each holds one connection a side
 * @param rowsPerChunkMax upper bound; wide rows make smaller chunks
 * @param bytesPerChunk what a chunk should weigh about, from the catalogue's average row
 * @param pace how fast it may go at most
 * @param attemptsMax tries per chunk before the copy stops; waits grow from 0.2 s to 15 s between
 *     them
 * @param quarantinedRowsMax rows set aside before the copy stops
 */
public record CopyOptions(
    int workers,
    int rowsPerChunkMax,
    long bytesPerChunk,
    Pace pace,
    int attemptsMax,
    int quarantinedRowsMax) {

  /**
   * 2 workers, 25,000 rows or 8 MiB a chunk, no rate limit, 240 tries (about an hour), 1,000 rows
   * set aside.
   */
  public static final CopyOptions DEFAULT =
      new CopyOptions(2, 25_000, 8L << 20, Pace.FREE, 240, 1_000);

  public CopyOptions {
    if (workers < 1 || rowsPerChunkMax < 1 || bytesPerChunk < 1 || attemptsMax < 1) {
      throw new IllegalArgumentException("workers, chunk size and attempts start at 1");
    }
    if (quarantinedRowsMax < 0) {
      throw new IllegalArgumentException("limits are not negative");
    }
  }

  /** The same held to a rate of rows alone; 0 = as fast as it goes. */
  public CopyOptions(
      int workers,
      int rowsPerChunkMax,
      long bytesPerChunk,
      long rowsPerSecondMax,
      int attemptsMax,
      int quarantinedRowsMax) {
    this(
        workers,
        rowsPerChunkMax,
        bytesPerChunk,
        new Pace(rowsPerSecondMax, 0, Pace.SourceLimits.NONE),
        attemptsMax,
        quarantinedRowsMax);
  }

  /** As migration.yaml says. */
  public static CopyOptions of(MigrationFile.Copy settings) {
    var limits =
        new Pace.SourceLimits(
            settings.sourceRunningMax(),
            settings.sourceHistoryMax(),
            settings.sourceLagMax(),
            settings.sourceLatencyMax());
    return new CopyOptions(
        settings.workers(),
        settings.rowsPerChunk(),
        DEFAULT.bytesPerChunk(),
        new Pace(settings.rowsPerSecondMax(), settings.megabytesPerSecondMax() * 1_000_000, limits),
        DEFAULT.attemptsMax(),
        DEFAULT.quarantinedRowsMax());
  }

  int rowsPerChunk(long rows, long bytes) {
    if (rows <= 0 || bytes <= 0) {
      return rowsPerChunkMax;
    }
    long averageRowBytes = Math.max(1, bytes / rows);
    return (int) Math.max(100, Math.min(rowsPerChunkMax, bytesPerChunk / averageRowBytes));
  }
}
