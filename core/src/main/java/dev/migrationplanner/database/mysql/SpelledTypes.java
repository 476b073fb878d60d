package dev.migrationplanner.database.mysql;

import dev.migrationplanner.schema.SqlType;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types as CREATE TABLE spells them, for schemas that no server is asked for. */
final class SpelledTypes {

  private static final String COLLATION = "utf8mb4_0900_ai_ci";
  private static final Pattern SPELLED =
      Pattern.compile(
          "([a-z0-9]+)\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?.*", Pattern.DOTALL);
  private static final int DECIMAL_PRECISION = 10;

  private SpelledTypes() {}

  static SqlType of(String nativeType, String collation) {
    String spelled = nativeType.strip();
    Matcher match = SPELLED.matcher(spelled.toLowerCase(Locale.ROOT));
    if (!match.matches()) {
      return new SqlType.UnknownType(spelled);
    }
    String name = plain(match.group(1));
    int first = match.group(2) == null ? -1 : Integer.parseInt(match.group(2));
    int second = match.group(3) == null ? 0 : Integer.parseInt(match.group(3));
    return ColumnTypes.of(
        name, spelled, facets(name, first, second, collation.isEmpty() ? COLLATION : collation));
  }

  private static String plain(String name) {
    return switch (name) {
      case "bool", "boolean" -> "tinyint";
      case "dec", "fixed" -> "decimal";
      default -> name;
    };
  }

  private static ColumnTypes.Facets facets(String name, int first, int second, String collation) {
    int length = Math.max(first, 1);
    int precision = name.equals("bit") ? length : first < 0 ? DECIMAL_PRECISION : first;
    return new ColumnTypes.Facets(length, precision, second, Math.max(first, 0), collation);
  }
}
