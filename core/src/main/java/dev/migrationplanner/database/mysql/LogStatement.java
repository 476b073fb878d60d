package dev.migrationplanner.database.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a statement in the log does, and to which tables. Only the few forms that change tables are
 * understood; a table is {@code database.table}, or {@code database.*} for all of it.
 *
 * @param rewritten columns of DDL whose values may be others after it; "*" is all of them
 */
record LogStatement(Kind kind, List<TableName> tables, List<String> rewritten) {

  private static final String ALL = "*";

  /** What it is. */
  enum Kind {
    /** Changes rows, but not as row events. */
    ROWS,
    TRUNCATE,
    DDL,
    /** Nothing to us. */
    OTHER
  }

  /** A table of a database; name "*" is all of them. */
  record TableName(String database, String name) {}

  private static final Set<String> ROW_VERBS =
      Set.of("INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD", "CALL", "WITH", "DO", "SELECT");

  /** What DROP in an ALTER TABLE may take away without a change of values. */
  private static final Set<String> NO_VALUES =
      Set.of("INDEX", "KEY", "PRIMARY", "FOREIGN", "CONSTRAINT", "CHECK", "PERIOD", "SYSTEM");

  private static final LogStatement OTHER = new LogStatement(Kind.OTHER, List.of(), List.of());

  /** Reads a statement logged with that default database. */
  static LogStatement parse(String sql, String database) {
    var words = new Words(SqlTokens.of(sql), database);
    String verb = words.next();
    if (ROW_VERBS.contains(verb)) {
      return new LogStatement(Kind.ROWS, List.of(), List.of());
    }
    return switch (verb) {
      case "TRUNCATE" -> {
        words.skip("TABLE");
        yield new LogStatement(Kind.TRUNCATE, List.of(words.name()), List.of());
      }
      case "DROP" -> drop(words);
      case "ALTER" -> alter(words);
      case "RENAME" -> words.take("TABLE", "TABLES") ? replaced(words.names()) : OTHER;
      case "CREATE" -> create(words);
      default -> OTHER;
    };
  }

  private static LogStatement ddl(List<TableName> tables) {
    return new LogStatement(Kind.DDL, tables, List.of());
  }

  private static LogStatement replaced(List<TableName> tables) {
    return new LogStatement(Kind.DDL, tables, List.of(ALL));
  }

  /** Whether values of one of these columns may be others after it. */
  boolean rewrites(List<String> columns) {
    return rewritten.contains(ALL)
        || columns.stream().anyMatch(c -> rewritten.stream().anyMatch(c::equalsIgnoreCase));
  }

  private static LogStatement drop(Words words) {
    if (words.take("TABLE", "TABLES")) {
      words.skip("IF", "EXISTS");
      return replaced(words.names());
    }
    if (words.take("DATABASE", "SCHEMA")) {
      words.skip("IF", "EXISTS");
      return replaced(List.of(new TableName(words.name().name(), ALL)));
    }
    return words.take("INDEX") ? ddl(words.after("ON")) : OTHER;
  }

  private static LogStatement alter(Words words) {
    words.skip("ONLINE", "OFFLINE", "IGNORE");
    if (!words.take("TABLE")) {
      return OTHER;
    }
    words.skip("IF", "EXISTS");
    var tables = new ArrayList<TableName>();
    tables.add(words.name());
    List<String> rewritten = words.rewritten();
    List<TableName> renamed = words.renamed();
    tables.addAll(renamed);
    return renamed.isEmpty() ? new LogStatement(Kind.DDL, tables, rewritten) : replaced(tables);
  }

  private static LogStatement create(Words words) {
    boolean anew = words.take("OR") && words.take("REPLACE");
    words.skip("UNIQUE", "FULLTEXT", "SPATIAL", "ONLINE", "OFFLINE");
    if (words.take("TABLE")) {
      words.skip("IF", "NOT", "EXISTS");
      return anew ? replaced(List.of(words.name())) : ddl(List.of(words.name()));
    }
    if (words.take("INDEX")) {
      return ddl(words.after("ON"));
    }
    boolean trigger = words.before("TRIGGER", "FOR", "VIEW", "PROCEDURE", "FUNCTION", "EVENT");
    return trigger ? ddl(words.after("ON")) : OTHER;
  }

  /** The tokens, read once from the left. */
  private static final class Words {

    private final List<SqlTokens.Token> tokens;
    private final String database;
    private int at;

    Words(List<SqlTokens.Token> tokens, String database) {
      this.tokens = tokens;
      this.database = database;
    }

    private String word(int position) {
      return position < tokens.size() && !tokens.get(position).quoted()
          ? tokens.get(position).text().toUpperCase(Locale.ROOT)
          : "";
    }

    String next() {
      return word(at++);
    }

    boolean take(String... words) {
      boolean found = List.of(words).contains(word(at));
      at += found ? 1 : 0;
      return found;
    }

    void skip(String... words) {
      while (take(words)) {
        continue;
      }
    }

    private String text(int position) {
      return position < tokens.size() ? tokens.get(position).text() : "";
    }

    TableName name() {
      if (word(at + 1).equals(".")) {
        at += 3;
        return new TableName(text(at - 3), text(at - 1));
      }
      return new TableName(database, text(at++));
    }

    /** Names joined by commas or TO. */
    List<TableName> names() {
      var names = new ArrayList<TableName>();
      do {
        skip("IF", "EXISTS", "WAIT", "NOWAIT");
        names.add(name());
      } while (take(",", "TO"));
      return names;
    }

    List<TableName> after(String word) {
      while (at < tokens.size() && !word(at).equals(word)) {
        at++;
      }
      at++;
      return List.of(name());
    }

    /** Whether the wanted word comes before any of the others. */
    boolean before(String wanted, String... others) {
      for (int i = at; i < tokens.size(); i++) {
        if (word(i).equals(wanted)) {
          return true;
        }
        if (List.of(others).contains(word(i))) {
          return false;
        }
      }
      return false;
    }

    /** Columns that ALTER TABLE makes anew or takes away; "*" where it does so with rows. */
    List<String> rewritten() {
      var columns = new ArrayList<String>();
      for (int i = at; i < tokens.size(); i++) {
        switch (word(i)) {
          case "MODIFY", "CHANGE" -> columns.add(columnAfter(i));
          case "DROP" -> {
            if (word(i + 1).equals("PARTITION")) {
              columns.add(ALL);
            } else if (!NO_VALUES.contains(word(i + 1))) {
              columns.add(columnAfter(i));
            }
          }
          case "CONVERT", "TRUNCATE", "DISCARD", "IMPORT" -> columns.add(ALL);
          default -> {
            continue;
          }
        }
      }
      return columns;
    }

    private String columnAfter(int position) {
      int next = position + 1;
      while (List.of("COLUMN", "IF", "EXISTS").contains(word(next))) {
        next++;
      }
      return text(next);
    }

    /** What ALTER TABLE renames it to, or swaps a partition with. */
    List<TableName> renamed() {
      var names = new ArrayList<TableName>();
      while (at < tokens.size()) {
        String word = next();
        if (word.equals("WITH") && take("TABLE")
            || word.equals("RENAME")
                && !List.of("COLUMN", "INDEX", "KEY", "PARTITION").contains(word(at))) {
          skip("TO", "AS");
          names.add(name());
        }
      }
      return names;
    }
  }
}
