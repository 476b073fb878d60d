package dev.migrationplanner.database;

import java.nio.charset.StandardCharsets;

/** How an engine quotes identifiers. The one type that does it. */
public enum Quoting {
  /** MySQL and MariaDB: backticks, at most 64 characters. */
  BACKTICK('`') {
    @Override
    boolean fits(String identifier) {
      return identifier.codePointCount(0, identifier.length()) <= 64;
    }
  },
  /** PostgreSQL: double quotes, at most 63 bytes (it would cut longer ones with a notice only). */
  DOUBLE('"') {
    @Override
    boolean fits(String identifier) {
      return identifier.getBytes(StandardCharsets.UTF_8).length <= 63;
    }
  };

  private final char quote;

  Quoting(char quote) {
    this.quote = quote;
  }

  abstract boolean fits(String identifier);

  /**
   * The identifier, quoted.
   *
   * @throws IllegalArgumentException if the engine cannot have such a name
   */
  public String quote(String identifier) {
    if (identifier.isEmpty() || identifier.indexOf('\0') >= 0 || !fits(identifier)) {
      throw new IllegalArgumentException(
          "not a name this engine can have (empty, NUL or too long): " + identifier);
    }
    String mark = String.valueOf(quote);
    return mark + identifier.replace(mark, mark + mark) + mark;
  }

  /** Several identifiers, quoted, joined by ", ". */
  public String quoteAll(Iterable<String> identifiers) {
    var joined = new StringBuilder();
    for (String identifier : identifiers) {
      joined.append(joined.isEmpty() ? "" : ", ").append(quote(identifier));
    }
    return joined.toString();
  }
}
