package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Idiom;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.SqlType;

/** Which values of a column do not fit an idiom's claim, as MySQL's and MariaDB's SQL. */
final class MySqlIdioms {

  private static final String NUMBER = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

  private MySqlIdioms() {}

  /** True of a value that does not fit; {@code c} is the column, quoted. */
  static String misfit(Idiom idiom, Column column, String c) {
    return switch (idiom) {
      case BOOLEAN -> column.type() instanceof SqlType.BitType ? "FALSE" : c + " NOT IN (0, 1)";
      case UUID -> column.type() instanceof SqlType.BinaryType ? bytes(c) : text(c);
      case ADDRESS ->
          c + " IS NOT NULL AND NOT COALESCE(" + version4(c) + " OR " + version6(c) + ", FALSE)";
      case JSON_TREE -> json(c);
      case CHECKED_TEXT -> "FALSE";
    };
  }

  /** Bytes that are no UUID of a known version: hashes have 16 bytes too. */
  private static String bytes(String c) {
    return "NOT (OCTET_LENGTH(" + c + ") = 16 AND HEX(" + c + ") REGEXP '^.{12}[1-8].{3}[89AB]')";
  }

  /**
   * Documents that are deeper than JSON_NORMALIZE reads, have a member twice, or have an escape
   * that another letter can stand for: when doubled backslashes and the plain escapes are taken
   * out, a backslash is left.
   */
  private static String json(String c) {
    String rest = "REPLACE(" + c + ", REPEAT(CHAR(92), 2), '')";
    for (String plain : java.util.List.of("\"", "b", "f", "n", "r", "t")) {
      rest = "REPLACE(" + rest + ", CONCAT(CHAR(92), '" + plain + "'), '')";
    }
    return c
        + " IS NOT NULL AND (JSON_NORMALIZE("
        + c
        + ") IS NULL OR JSON_LENGTH(JSON_KEYS("
        + c
        + ")) < JSON_LENGTH("
        + c
        + ") OR LOCATE(CHAR(92), "
        + rest
        + ") > 0)";
  }

  private static String text(String c) {
    String lower = "CAST(" + c + " AS BINARY) = CAST(LOWER(" + c + ") AS BINARY)";
    return "NOT (CHAR_LENGTH("
        + c
        + ") = 36 AND "
        + lower
        + " AND "
        + c
        + " REGEXP '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$')";
  }

  private static String version4(String c) {
    return "("
        + c
        + " REGEXP '^("
        + NUMBER
        + "[.]){3}"
        + NUMBER
        + "$' AND LOCATE(CHAR(10), "
        + c
        + ") = 0)";
  }

  /**
   * As every engine writes it: two or more groups of zeros shortened, IPv4 only behind {@code
   * ::ffff:}. INET6_NTOA shortens single groups too, and writes more with dots: those do not fit.
   */
  private static String version6(String c) {
    String colons =
        "CHAR_LENGTH("
            + c
            + ") - CHAR_LENGTH(REPLACE("
            + c
            + ", ':', '')) - ("
            + c
            + " LIKE '::%') - ("
            + c
            + " LIKE '%::')";
    return "("
        + c
        + " LIKE '%:%' AND CAST(INET6_NTOA(INET6_ATON("
        + c
        + ")) AS BINARY) = CAST(CONVERT("
        + c
        + " USING utf8mb4) AS BINARY) AND ("
        + c
        + " NOT LIKE '::%' OR "
        + c
        + " IN ('::', '::1') OR "
        + c
        + " LIKE '::ffff:%.%') AND ("
        + c
        + " NOT LIKE '%::%' OR "
        + colons
        + " <= 6))";
  }
}
