package dev.migrationplanner.contract;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postgresql.PGConnection;

/**
 * A dump as other tools write them: statements, DELIMITER lines, COPY with its rows. What would
 * leave the database it is loaded into is passed over.
 */
final class SqlScript {

  private static final List<String> ELSEWHERE =
      List.of(
          "use ",
          "create database",
          "create schema",
          "drop database",
          "drop schema",
          "grant ",
          "\\c ",
          "alter schema",
          "comment on schema",
          "create user");

  private final String text;
  private final List<String> statements = new ArrayList<>();
  private String delimiter = ";";
  private int at;

  private SqlScript(String text) {
    this.text = text;
  }

  /** Runs it; returns the first lines of what the server refused. */
  static List<String> run(Connection connection, Path file) throws IOException, SQLException {
    var script = new SqlScript(Files.readString(file).replace("`northwind`.", ""));
    script.split();
    var refused = new ArrayList<String>();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      for (String sql : script.statements) {
        try {
          execute(connection, statement, sql);
        } catch (SQLException e) {
          refused.add(
              sql.lines().findFirst().orElse("")
                  + " -- "
                  + e.getMessage().lines().findFirst().orElse(""));
        }
      }
    }
    return refused;
  }

  private static void execute(Connection connection, Statement statement, String sql)
      throws SQLException {
    int rows = sql.indexOf("FROM stdin;\n");
    if (sql.startsWith("COPY ") && rows > 0) {
      try {
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                sql.substring(0, rows) + "FROM stdin", new StringReader(sql.substring(rows + 12)));
      } catch (IOException e) {
        throw new SQLException(e);
      }
    } else {
      statement.execute(sql);
    }
  }

  private void split() {
    int start = 0;
    while (at < text.length()) {
      if (text.startsWith(delimiter, at)) {
        String statement = text.substring(start, at);
        at += delimiter.length();
        if (bare(statement).startsWith("COPY ") && bare(statement).endsWith("FROM stdin")) {
          int end = text.indexOf("\n\\.", at);
          String copied = text.substring(text.indexOf('\n', at) + 1, end + 1);
          statements.add(bare(statement) + ";\n" + copied);
          at = end + 3;
        } else {
          add(statement);
        }
        start = at;
      } else if (startsLine("DELIMITER ") || startsLine("delimiter ")) {
        int end = text.indexOf('\n', at);
        delimiter = text.substring(at + 10, end).strip();
        at = end + 1;
        start = at;
      } else {
        step();
      }
    }
    add(text.substring(start));
  }

  private boolean startsLine(String word) {
    return text.startsWith(word, at) && (at == 0 || text.charAt(at - 1) == '\n');
  }

  private void step() {
    char c = text.charAt(at);
    if (c == '\'' || c == '"' || c == '`') {
      quoted(c);
    } else if (text.startsWith("--", at) || c == '#') {
      skipTo("\n");
    } else if (text.startsWith("/*", at)) {
      skipTo("*/");
    } else if (c == '$') {
      dollar();
    } else {
      at++;
    }
  }

  private void quoted(char quote) {
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      at += text.charAt(at) == '\\' && quote == '\'' ? 2 : 1;
    }
    at++;
  }

  private void dollar() {
    int end = text.indexOf('$', at + 1);
    String tag = end < 0 ? "" : text.substring(at, end + 1);
    if (delimiter.equals(";") && tag.matches("\\$[A-Za-z_]*\\$")) {
      at = end + 1;
      skipTo(tag);
    } else {
      at++;
    }
  }

  private void skipTo(String mark) {
    int end = text.indexOf(mark, at);
    at = end < 0 ? text.length() : end + mark.length();
  }

  private void add(String statement) {
    String bare = bare(statement);
    String lower = bare.toLowerCase(Locale.ROOT);
    if (!bare.isEmpty() && ELSEWHERE.stream().noneMatch(lower::startsWith)) {
      statements.add(bare);
    }
  }

  /** Without comments before it. */
  private static String bare(String statement) {
    String bare = statement.strip();
    while (bare.startsWith("--")
        || bare.startsWith("#")
        || bare.startsWith("/*") && !bare.startsWith("/*!")) {
      int end = bare.startsWith("/*") ? bare.indexOf("*/") + 2 : bare.indexOf('\n') + 1;
      bare = end <= 1 ? "" : bare.substring(end).strip();
    }
    return bare;
  }
}
