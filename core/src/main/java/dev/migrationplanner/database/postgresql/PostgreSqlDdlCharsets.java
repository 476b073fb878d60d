package dev.migrationplanner.database.postgresql;

import java.util.Optional;

/**
 * What MySQL's character sets hold, as conditions on a PostgreSQL column, so that text which the
 * source could not take is refused (H26). Of the sets that hold all of Unicode nothing is refused;
 * the others, besides those named here, are listed when the schema is converted.
 */
final class PostgreSqlDdlCharsets {

  /** MySQL's latin1 is Windows-1252 with its five holes filled. */
  private static final String LATIN1 =
      "\\u0001-\\u007f\\u00a0-\\u00ff\\u0081\\u008d\\u008f\\u0090\\u009d\\u20ac\\u201a\\u0192\\u201e"
          + "\\u2026\\u2020\\u2021\\u02c6\\u2030\\u0160\\u2039\\u0152\\u017d\\u2018\\u2019\\u201c"
          + "\\u201d\\u2022\\u2013\\u2014\\u02dc\\u2122\\u0161\\u203a\\u0153\\u017e\\u0178";

  private PostgreSqlDdlCharsets() {}

  /** The condition for a text of that collation; empty if all text passes, or none can be given. */
  static Optional<String> condition(String collation, String column) {
    return switch (charset(collation)) {
      case "latin1" -> Optional.of(column + " !~ '[^" + LATIN1 + "]'");
      case "ascii" -> Optional.of(column + " !~ '[^\\u0001-\\u007f]'");
      case "utf8", "utf8mb3", "ucs2" -> Optional.of(column + " !~ '[\\U00010000-\\U0010ffff]'");
      default -> Optional.empty();
    };
  }

  /** How many bytes a text takes in the collation's character set. */
  static String bytes(String collation, String column) {
    return switch (charset(collation)) {
      case "utf16", "utf16le", "ucs2" ->
          "2 * (char_length(%1$s) + char_length(regexp_replace(%1$s, '[^\\U00010000-\\U0010ffff]', '', 'g')))"
              .formatted(column);
      case "utf32" -> "4 * char_length(" + column + ")";
      case "", "utf8", "utf8mb3", "utf8mb4" -> "octet_length(" + column + ")";
      default -> "char_length(" + column + ")";
    };
  }

  /** Whether {@link #condition} says all there is to say. */
  static boolean guarded(String collation) {
    return switch (charset(collation)) {
      case "",
          "utf8mb4",
          "utf16",
          "utf16le",
          "utf32",
          "latin1",
          "ascii",
          "utf8",
          "utf8mb3",
          "ucs2" ->
          true;
      default -> false;
    };
  }

  /** Whether it does not hold every letter that UTF-8 holds in up to three bytes. */
  static boolean narrow(String collation) {
    String charset = charset(collation);
    return !charset.isEmpty() && !charset.startsWith("utf") && !charset.equals("ucs2");
  }

  private static String charset(String collation) {
    int end = collation.indexOf('_');
    return end < 0 ? collation : collation.substring(0, end);
  }
}
