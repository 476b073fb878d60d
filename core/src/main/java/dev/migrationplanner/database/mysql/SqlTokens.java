package dev.migrationplanner.database.mysql;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits SQL into words, quoted names and single signs. Strings and comments are dropped; what
 * stands in a comment that the server would run counts.
 */
final class SqlTokens {

  /** A word or sign; {@code quoted} if it stood in backticks or double quotes. */
  record Token(String text, boolean quoted) {}

  private static final int TOKENS_MAX = 10_000;

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private SqlTokens(String sql) {
    this.sql = sql;
  }

  static List<Token> of(String sql) {
    var tokens = new SqlTokens(sql);
    while (tokens.at < sql.length() && tokens.tokens.size() < TOKENS_MAX) {
      tokens.step();
    }
    return tokens.tokens;
  }

  private void step() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
    } else if (c == '`' || c == '"') {
      quotedName(c); // With ANSI_QUOTES a name; a string else, which does no harm here.
    } else if (c == '\'') {
      string(c);
    } else if (sql.startsWith("/*", at)) {
      comment();
    } else if (c == '#' || sql.startsWith("-- ", at)) {
      at = end(sql.indexOf('\n', at), 1);
    } else if (isWord(c)) {
      word();
    } else if (sql.startsWith("*/", at)) {
      at += 2;
    } else {
      tokens.add(new Token(String.valueOf(c), false));
      at++;
    }
  }

  private int end(int found, int length) {
    return found < 0 ? sql.length() : found + length;
  }

  private void quotedName(char quote) {
    var name = new StringBuilder();
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (c == quote) {
        if (at >= sql.length() || sql.charAt(at) != quote) {
          break;
        }
        at++;
      }
      name.append(c);
    }
    tokens.add(new Token(name.toString(), true));
  }

  private void string(char quote) {
    at++;
    while (at < sql.length() && sql.charAt(at) != quote) {
      at += sql.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }

  private void comment() {
    boolean runs = sql.startsWith("/*!", at) || sql.startsWith("/*M!", at);
    if (!runs) {
      at = end(sql.indexOf("*/", at + 2), 2);
      return;
    }
    at += sql.charAt(at + 2) == '!' ? 3 : 4;
    while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
      at++;
    }
  }

  private void word() {
    int start = at;
    while (at < sql.length() && isWord(sql.charAt(at))) {
      at++;
    }
    tokens.add(new Token(sql.substring(start, at), false));
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }
}
