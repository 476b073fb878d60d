package dev.migrationplanner.database;

import java.math.BigInteger;

/**
 * What a set of rows adds up to: their number and the exact sums of the high and low 32 bits of
 * their 64-bit row hashes. Equal sets have equal digests; order has no say; nothing cancels out.
 */
public record ChunkDigest(long rows, BigInteger sumHigh, BigInteger sumLow) {

  /** No rows. */
  public static final ChunkDigest EMPTY = new ChunkDigest(0, BigInteger.ZERO, BigInteger.ZERO);

  /** Both together. */
  public ChunkDigest plus(ChunkDigest other) {
    return new ChunkDigest(rows + other.rows, sumHigh.add(other.sumHigh), sumLow.add(other.sumLow));
  }
}
