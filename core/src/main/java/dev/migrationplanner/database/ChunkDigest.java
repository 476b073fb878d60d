package dev.migrationplanner.database;

import java.math.BigInteger;

/**
 * What a set of rows adds up to: their number and the exact sum of their 64-bit row hashes, each as
 * a signed number. Equal sets have equal digests; order has no say; nothing cancels out.
 */
public record ChunkDigest(long rows, BigInteger sum) {

  /** No rows. */
  public static final ChunkDigest EMPTY = new ChunkDigest(0, BigInteger.ZERO);

  /** Both together. */
  public ChunkDigest plus(ChunkDigest other) {
    return new ChunkDigest(rows + other.rows, sum.add(other.sum));
  }
}
