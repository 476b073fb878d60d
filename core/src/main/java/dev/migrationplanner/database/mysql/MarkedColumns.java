package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.mysql.SqlTokens.Token;
import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.Schema;
import dev.migrationplanner.schema.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The column that each mark ({@code ?}) of a statement is held against: the one named last before
 * it. A guess; a wrong one makes an explanation of that statement say less.
 */
final class MarkedColumns {

  /** A column of a table. */
  record Marked(String table, String column) {}

  private final List<Token> tokens;
  private final Map<String, Table> known = new LinkedHashMap<>();
  private final Map<String, Table> named = new LinkedHashMap<>();

  private MarkedColumns(String statement, Schema schema) {
    this.tokens = SqlTokens.of(statement);
    schema.tables().forEach(t -> known.put(lower(t.name()), t));
  }

  /** In the order of the marks; empty where no column stands before one, or after LIMIT. */
  static List<Optional<Marked>> of(String statement, Schema schema) {
    return new MarkedColumns(statement, schema).marks();
  }

  private List<Optional<Marked>> marks() {
    tables();
    var marks = new ArrayList<Optional<Marked>>();
    Optional<Marked> last = Optional.empty();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.text().equals("?")) {
        marks.add(last);
      } else if (!token.quoted() && lower(token.text()).matches("limit|offset")) {
        last = Optional.empty();
      } else {
        Optional<Marked> column = column(i);
        last = column.isPresent() ? column : last;
      }
    }
    return marks;
  }

  /** Tables by their names and by what the statement calls them. */
  private void tables() {
    for (int i = 0; i < tokens.size(); i++) {
      Table table = known.get(lower(tokens.get(i).text()));
      if (table != null && !text(i + 1).equals(".")) {
        named.put(lower(table.name()), table);
        named.put(lower(text(text(i + 1).equalsIgnoreCase("as") ? i + 2 : i + 1)), table);
      }
    }
  }

  private Optional<Marked> column(int at) {
    String name = tokens.get(at).text();
    boolean qualified = text(at - 1).equals(".");
    Table of = qualified ? named.get(lower(text(at - 2))) : null;
    List<Table> candidates = of == null ? List.copyOf(named.values()) : List.of(of);
    for (Table table : candidates) {
      for (Column column : table.columns()) {
        if (column.name().equalsIgnoreCase(name)) {
          return Optional.of(new Marked(table.name(), column.name()));
        }
      }
    }
    return Optional.empty();
  }

  private String text(int at) {
    return at < 0 || at >= tokens.size() ? "" : tokens.get(at).text();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
