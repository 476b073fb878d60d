package dev.migrationplanner.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * XXH32 with seed 0, after its specification (github.com/Cyan4973/xxHash, doc/xxhash_spec.md): four
 * lanes over stripes of 16 bytes, then words, then bytes, then an avalanche. HAProxy's {@code
 * xxh32(0)} gives the same numbers.
 */
final class Xxh32 {
  private static final int PRIME1 = 0x9E3779B1;
  private static final int PRIME2 = 0x85EBCA77;
  private static final int PRIME3 = 0xC2B2AE3D;
  private static final int PRIME4 = 0x27D4EB2F;
  private static final int PRIME5 = 0x165667B1;

  /** PRIME1 + PRIME2, modulo 2^32. */
  private static final int LANE1 = 0x24234428;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Xxh32() {}

  /** The hash of the first {@code length} bytes; allocates nothing. */
  static int hash(byte[] bytes, int length) {
    int striped = length & ~15;
    int hash = (striped == 0 ? PRIME5 : stripes(bytes, striped)) + length;
    int at = striped;
    for (; at + 4 <= length; at += 4) {
      hash = Integer.rotateLeft(hash + word(bytes, at) * PRIME3, 17) * PRIME4;
    }
    for (; at < length; at++) {
      hash = Integer.rotateLeft(hash + (bytes[at] & 0xFF) * PRIME5, 11) * PRIME1;
    }
    return avalanche(hash);
  }

  private static int stripes(byte[] bytes, int striped) {
    int lane1 = LANE1;
    int lane2 = PRIME2;
    int lane3 = 0;
    int lane4 = -PRIME1;
    for (int at = 0; at < striped; at += 16) {
      lane1 = round(lane1, word(bytes, at));
      lane2 = round(lane2, word(bytes, at + 4));
      lane3 = round(lane3, word(bytes, at + 8));
      lane4 = round(lane4, word(bytes, at + 12));
    }
    return Integer.rotateLeft(lane1, 1)
        + Integer.rotateLeft(lane2, 7)
        + Integer.rotateLeft(lane3, 12)
        + Integer.rotateLeft(lane4, 18);
  }

  private static int round(int lane, int word) {
    return Integer.rotateLeft(lane + word * PRIME2, 13) * PRIME1;
  }

  private static int avalanche(int mixed) {
    int hash = mixed;
    hash = (hash ^ (hash >>> 15)) * PRIME2;
    hash = (hash ^ (hash >>> 13)) * PRIME3;
    return hash ^ (hash >>> 16);
  }

  private static int word(byte[] bytes, int at) {
    return (int) WORD.get(bytes, at);
  }
}
