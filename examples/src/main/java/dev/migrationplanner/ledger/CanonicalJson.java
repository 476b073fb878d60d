package dev.migrationplanner.ledger;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * JSON text in one form: members sorted by name, no blanks, strings with the escapes JSON demands
 * and no others.
 */
final class CanonicalJson {

  private static final int DEPTH_MAX = 64;

  private final String text;
  private int at;
  private int depth;

  private CanonicalJson(String text) {
    this.text = text;
  }

  /** The canonical form; text that is no JSON is its own form, marked so that it equals no JSON. */
  static String of(String text) {
    CanonicalJson reader = new CanonicalJson(text);
    try {
      String value = reader.value();
      reader.blanks();
      return reader.at == text.length() ? value : "not JSON: " + text;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return "not JSON: " + text;
    }
  }

  /** A text as a JSON string, quotes included. */
  static String quoted(String raw) {
    StringBuilder out = new StringBuilder(raw.length() + 2).append('"');
    raw.chars().forEach(c -> escape(out, (char) c));
    return out.append('"').toString();
  }

  private static void escape(StringBuilder out, char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < 0x20) {
          out.append(String.format("\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }

  private String value() {
    blanks();
    return switch (text.charAt(at)) {
      case '{' -> nested(this::object);
      case '[' -> nested(this::array);
      case '"' -> quoted(string());
      default -> scalar();
    };
  }

  private String nested(Supplier<String> reading) {
    require(++depth <= DEPTH_MAX);
    at++;
    String value = reading.get();
    depth--;
    return value;
  }

  private String object() {
    Map<String, String> members = new TreeMap<>();
    while (more('}', members.isEmpty())) {
      String name = string();
      blanks();
      expect(':');
      members.put(name, value());
    }
    StringBuilder out = new StringBuilder("{");
    members.forEach(
        (name, value) ->
            out.append(out.length() > 1 ? "," : "").append(quoted(name)).append(':').append(value));
    return out.append('}').toString();
  }

  private String array() {
    StringBuilder out = new StringBuilder("[");
    while (more(']', out.length() == 1)) {
      out.append(out.length() > 1 ? "," : "").append(value());
    }
    return out.append(']').toString();
  }

  private boolean more(char end, boolean first) {
    blanks();
    if (text.charAt(at) == end) {
      at++;
      return false;
    }
    if (!first) {
      expect(',');
      blanks();
    }
    return true;
  }

  private String scalar() {
    int start = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    return switch (word) {
      case "true", "false", "null" -> word;
      default -> number(word);
    };
  }

  private static String number(String word) {
    return ValueKind.DECIMAL.canonical(new BigDecimal(word).toPlainString());
  }

  private String string() {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (text.charAt(at) != '"') {
      char c = text.charAt(at++);
      out.append(c == '\\' ? escaped() : c);
    }
    at++;
    return out.toString();
  }

  private char escaped() {
    char c = text.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> c;
    };
  }

  private void expect(char c) {
    require(text.charAt(at) == c);
    at++;
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("not JSON");
    }
  }
}
