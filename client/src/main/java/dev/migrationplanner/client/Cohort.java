package dev.migrationplanner.client;

import java.nio.charset.StandardCharsets;

/**
 * The users of a ramp: XXH32 of the UTF-8 bytes of {@code key:salt}, modulo 10,000, is a key's
 * slot, and the slots below the share are in. So a key stays in as the share grows, the proxy and
 * other libraries choose the same keys, and two migrations (two salts) choose independently.
 */
public final class Cohort {
  /** Longer {@code key:salt} texts are hashed too, but allocate their bytes. */
  private static final int BUFFER_BYTES = 1024;

  /** Holds a plain array, so that it keeps no class of ours alive in a container's threads. */
  private static final ThreadLocal<byte[]> BUFFER =
      ThreadLocal.withInitial(() -> new byte[BUFFER_BYTES]);

  private final byte[] suffix;

  /** The salt is the migration's name. */
  public Cohort(String salt) {
    suffix = (":" + salt).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the key's slot is below the share (0..10,000). Lock-free and allocation-free. */
  public boolean contains(String key, int readShare) {
    return readShare > 0 && (readShare >= State.SLOTS || slot(key) < readShare);
  }

  /** The key's slot, 0..9,999. */
  public int slot(String key) {
    byte[] buffer = BUFFER.get();
    int most = key.length() * 3 + suffix.length;
    byte[] bytes = most <= buffer.length ? buffer : new byte[most];
    int length = encode(key, bytes);
    System.arraycopy(suffix, 0, bytes, length, suffix.length);
    return Integer.remainderUnsigned(Xxh32.hash(bytes, length + suffix.length), State.SLOTS);
  }

  private static int encode(String key, byte[] bytes) {
    int at = 0;
    for (int i = 0; i < key.length(); i++) {
      char unit = key.charAt(i);
      if (unit < 0x80) {
        bytes[at++] = (byte) unit;
      } else {
        int codePoint = key.codePointAt(i);
        at = encode(codePoint, bytes, at);
        i += Character.charCount(codePoint) - 1;
      }
    }
    return at;
  }

  /** As {@code String.getBytes} does: an unpaired surrogate becomes a question mark. */
  private static int encode(int codePoint, byte[] bytes, int start) {
    int at = start;
    if (codePoint < 0x800) {
      bytes[at++] = (byte) (0xC0 | (codePoint >> 6));
    } else if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
      bytes[at++] = '?';
      return at;
    } else if (codePoint < 0x10000) {
      bytes[at++] = (byte) (0xE0 | (codePoint >> 12));
      bytes[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    } else {
      bytes[at++] = (byte) (0xF0 | (codePoint >> 18));
      bytes[at++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
      bytes[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    }
    bytes[at++] = (byte) (0x80 | (codePoint & 0x3F));
    return at;
  }
}
