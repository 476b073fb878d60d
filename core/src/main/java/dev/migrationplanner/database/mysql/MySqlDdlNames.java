package dev.migrationplanner.database.mysql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names that MySQL can have: at most 64 characters, no blank at the end. */
final class MySqlDdlNames {

  private static final int CHARACTERS_MAX = 64;
  private static final int HASH_DIGITS = 8;

  private MySqlDdlNames() {}

  /** A name made of others. */
  static String joined(String... parts) {
    return fit(String.join("_", parts));
  }

  /** The name itself where it fits, else its start and a hash of it. */
  static String fit(String name) {
    if (name.codePointCount(0, name.length()) <= CHARACTERS_MAX && !name.endsWith(" ")) {
      return name;
    }
    int kept = Math.min(name.codePointCount(0, name.length()), CHARACTERS_MAX - HASH_DIGITS - 1);
    String start = name.substring(0, name.offsetByCodePoints(0, kept));
    return start.stripTrailing() + "_" + hash(name);
  }

  private static String hash(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_DIGITS / 2);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
