package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Quoting;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a migration's slot and publication are called. A slot's name is the whole server's, so it
 * also tells databases and schemas apart.
 */
record LogNames(String slot, String publication) {

  private static final int READABLE_MAX = 32;

  static LogNames of(String migration, String database, String schema) {
    String readable = migration.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    String shortened = readable.substring(0, Math.min(readable.length(), READABLE_MAX));
    String plain = "migration_planner_" + shortened;
    return new LogNames(
        plain + "_" + hash(migration + '\0' + database + '\0' + schema),
        migration.equals(shortened) ? plain : plain + "_" + hash(migration));
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The publication's name as SQL. */
  String publicationSql() {
    return Quoting.DOUBLE.quote(publication);
  }
}
