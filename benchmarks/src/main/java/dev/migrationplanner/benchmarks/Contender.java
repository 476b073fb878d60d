package dev.migrationplanner.benchmarks;

import java.io.IOException;
import java.sql.SQLException;

/** Something that copies the source to the target. */
interface Contender {

  String name();

  /** Its settings, for the reader. */
  String settings();

  /** What it does once before the runs that count; the target is empty. */
  default void warmUp(Stand stand) throws IOException, InterruptedException {}

  /** Copies everything of the case into an empty target. */
  Timing run(Stand stand, BenchCase data) throws IOException, SQLException, InterruptedException;

  /**
   * How long it took, in seconds.
   *
   * @param data from the first row read to the last row there
   * @param whole the process, keys and indexes and all
   */
  record Timing(double data, double whole) {}
}
