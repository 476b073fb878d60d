package dev.migrationplanner.database;

import java.util.List;

/**
 * The key of one row: the canonical text (see {@link CanonicalText}) of each key column, in the
 * order of the view's key. Two keys are equal if their texts are; collations have no say.
 */
public record RowKey(List<String> texts) {

  public RowKey {
    texts = List.copyOf(texts);
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("a key has at least one column");
    }
  }

  /** A key from its texts. */
  public static RowKey of(String... texts) {
    return new RowKey(List.of(texts));
  }

  /**
   * One line for storage: parts joined by U+001F, with backslash escapes for it, for the backslash
   * and NUL.
   */
  public String encode() {
    var line = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      if (i > 0) {
        line.append('\u001f');
      }
      line.append(texts.get(i).replace("\\", "\\\\").replace("\u001f", "\\u").replace("\0", "\\0"));
    }
    return line.toString();
  }

  /** What {@link #encode} made. */
  public static RowKey decode(String line) {
    return new RowKey(
        java.util.Arrays.stream(line.split("\u001f", -1)).map(RowKey::unescape).toList());
  }

  private static String unescape(String part) {
    if (part.indexOf('\\') < 0) {
      return part;
    }
    var text = new StringBuilder();
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escaped = part.charAt(++i);
      text.append(escaped == 'u' ? '\u001f' : escaped == '0' ? '\0' : escaped);
    }
    return text.toString();
  }

  /** Keys may be personal data: only their number of columns is printed. */
  @Override
  public String toString() {
    return "key of " + texts.size() + " column(s)";
  }
}
