package dev.migrationplanner.ledger;

import java.util.List;

/**
 * What the judge found at one barrier. Each number counts things, not sides: a write that both
 * sides lost is one lost write.
 *
 * @param acknowledgedWrites operations that had to be found
 * @param unknownWrites operations that may stand or not, but alike on both sides
 * @param comparedRows rows read, over all sides
 * @param samples some of what is wrong, at most {@link Judge#SAMPLES_MAX} of each fault
 */
public record Judgement(
    long lostWrites,
    long duplicatedWrites,
    long resurrectedRows,
    long phantoms,
    long differences,
    long acknowledgedWrites,
    long unknownWrites,
    long comparedRows,
    List<Sample> samples) {

  public Judgement {
    samples = List.copyOf(samples);
  }

  /** Whether nothing at all is wrong. */
  public boolean clean() {
    return lostWrites + duplicatedWrites + resurrectedRows + phantoms + differences == 0;
  }
}
