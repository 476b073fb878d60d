package dev.migrationplanner.plan;

import dev.migrationplanner.database.Workload.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The application's statements out of a file of its own: what it sends, one a line or ended by a
 * semicolon, as a log of the application or of a server has them. For a server that keeps none.
 * Values are left out before anything else is done with them.
 */
public final class ToldStatements {

  private static final int BYTES_MAX = 16 << 20;
  private static final int STATEMENTS_MAX = 10_000;

  private static final Pattern STATEMENT =
      Pattern.compile("(?is)\\s*(select|insert|update|delete|replace|with)\\b.*");
  private static final Pattern TEXT = Pattern.compile("'(?:[^'\\\\]|''|\\\\.)*'");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w$`\"])-?\\d+(\\.\\d+)?(?![\\w`\"])");
  private static final Pattern LIST = Pattern.compile("\\(\\s*\\?(\\s*,\\s*\\?)+\\s*\\)");

  private ToldStatements() {}

  /**
   * Each form once, with how often it stands there.
   *
   * @throws IOException if it cannot be read, is too large, or has no statement
   */
  public static List<Statement> read(Path path) throws IOException {
    if (Files.size(path) > BYTES_MAX) {
      throw new IOException(path + " is larger than 16 MiB; give a part of it");
    }
    List<Statement> statements = of(Files.readString(path));
    if (statements.isEmpty()) {
      throw new IOException(
          path + " has no statement: SELECT, INSERT, UPDATE, DELETE, REPLACE or WITH, one a line");
    }
    return statements;
  }

  static List<Statement> of(String text) {
    Map<String, Long> calls = new TreeMap<>();
    for (String one :
        text.split(";\\s*(\\R|$)|\\R(?=\\s*(?i:select|insert|update|delete|replace|with)\\b)")) {
      if (STATEMENT.matcher(one).matches() && calls.size() < STATEMENTS_MAX) {
        calls.merge(form(one), 1L, Long::sum);
      }
    }
    var statements = new ArrayList<Statement>();
    calls.forEach((form, count) -> statements.add(new Statement(form, count, 0, 0)));
    return statements;
  }

  /** Without values. */
  private static String form(String statement) {
    String marked = TEXT.matcher(statement).replaceAll("?");
    marked = NUMBER.matcher(marked).replaceAll("?");
    return LIST.matcher(marked).replaceAll("(?)").strip().replaceAll("\\s+", " ");
  }
}
