package dev.migrationplanner.app.history;

import java.util.List;

/** Hashes of a list's beginnings, so that "was a beginning of it" takes one comparison. */
public final class Prefixes {
  private static final long PRIME = 0x100000001b3L;
  private static final long SEED = 0xcbf29ce484222325L;

  private Prefixes() {}

  /** Of the whole list. */
  public static long hash(List<Long> elements) {
    long[] all = of(elements);
    return all[elements.size()];
  }

  /** Of the first 0, 1, 2 ... elements. */
  static long[] of(List<Long> elements) {
    long[] hashes = new long[elements.size() + 1];
    hashes[0] = SEED;
    for (int i = 0; i < elements.size(); i++) {
      hashes[i + 1] = (hashes[i] ^ elements.get(i)) * PRIME + (hashes[i] >>> 29);
    }
    return hashes;
  }
}
