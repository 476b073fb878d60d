package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.schema.Column;
import dev.migrationplanner.schema.SqlType;
import dev.migrationplanner.schema.SqlType.EnumType;
import dev.migrationplanner.schema.SqlType.SetType;
import dev.migrationplanner.schema.SqlType.TextType;
import dev.migrationplanner.schema.Table;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One MySQL expression in PostgreSQL's SQL: columns, constants, comparisons, sums and products, and
 * functions that mean the same on both. Anything else (LIKE, division, text compared without regard
 * to case ...) is refused, never guessed.
 */
final class PostgreSqlDdlExpressions {

  private static final Pattern TOKEN =
      Pattern.compile(
          """
          \\s+|(?<name>`(?:[^`]|``)+`)|(?<charset>_[a-z0-9]+(?=\\s*'))\
          |(?<text>'(?:[^'\\\\]|''|\\\\.)*')|(?<number>\\d+(?:\\.\\d+)?)\
          |(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<mark><=>|<>|!=|<=|>=|[=<>+*%(),-])""");
  private static final Set<String> WORDS =
      Set.of(
          "and", "or", "not", "is", "null", "between", "in", "case", "when", "then", "else", "end");
  private static final Map<String, String> FUNCTIONS = functions();

  private final @Nullable Table source;
  private final StringBuilder out = new StringBuilder();
  private final Deque<Boolean> concats = new ArrayDeque<>();
  private boolean concatenates;
  private boolean hasText;
  private boolean hasLooseText;
  private boolean hasNumber;
  private boolean nextIsConcat;

  private PostgreSqlDdlExpressions(@Nullable Table source) {
    this.source = source;
  }

  /** An expression over the columns of a source table. */
  static Optional<String> overColumns(String sql, Table source) {
    return new PostgreSqlDdlExpressions(source).translate(sql);
  }

  /** An expression without columns. */
  static Optional<String> constant(String sql) {
    return new PostgreSqlDdlExpressions(null).translate(sql);
  }

  private Optional<String> translate(String sql) {
    String plain = sql.replace("\\'", "'");
    Matcher token = TOKEN.matcher(plain);
    int position = 0;
    while (position < plain.length()) {
      if (!token.find(position) || token.start() != position || !append(token)) {
        return Optional.empty();
      }
      position = token.end();
    }
    boolean unsafe = (hasText && hasLooseText) || (concatenates && hasNumber);
    return unsafe || out.isEmpty() ? Optional.empty() : Optional.of(out.toString().strip());
  }

  private boolean append(Matcher token) {
    String name = token.group("name");
    if (name != null) {
      return column(name.substring(1, name.length() - 1).replace("``", "`"));
    }
    String text = token.group("text");
    if (text != null) {
      return text(text.substring(1, text.length() - 1));
    }
    if (token.group("number") != null) {
      hasNumber = true;
      return put(token.group());
    }
    if (token.group("word") != null) {
      return word(token.group().toLowerCase(Locale.ROOT));
    }
    return token.group("mark") == null || mark(token.group());
  }

  private boolean column(String name) {
    Optional<Column> column = source == null ? Optional.empty() : source.column(name);
    if (column.isEmpty()) {
      return false;
    }
    SqlType type = column.get().type();
    boolean text = type instanceof TextType;
    hasNumber |= !text;
    hasLooseText |=
        type instanceof EnumType
            || type instanceof SetType
            || (type instanceof TextType t && !t.collation().exact());
    return put(PostgreSqlDdlStatements.quote(PostgreSqlDdlNames.column(name)));
  }

  private boolean text(String body) {
    if (body.indexOf('\\') >= 0) {
      return false;
    }
    // A separator inside concat() is no comparison.
    hasText |= concats.isEmpty() || !concats.peek();
    return put("'" + body + "'");
  }

  private boolean word(String word) {
    if (WORDS.contains(word)) {
      return put(word.toUpperCase(Locale.ROOT));
    }
    if (word.equals("concat")) {
      concatenates = true;
      nextIsConcat = true;
      return true;
    }
    String function = FUNCTIONS.get(word);
    return function != null && put(function);
  }

  private boolean mark(String mark) {
    switch (mark) {
      case "(" -> concats.push(nextIsConcat);
      case ")" -> {
        if (concats.poll() == null) {
          return false;
        }
      }
      case "," -> {
        return put(Boolean.TRUE.equals(concats.peek()) ? "||" : ",");
      }
      case "<=>" -> {
        return false;
      }
      default -> {}
    }
    nextIsConcat = false;
    return put(mark.equals("!=") ? "<>" : mark);
  }

  private boolean put(String piece) {
    boolean tight = piece.equals(")") || piece.equals(",") || out.toString().endsWith("(");
    boolean call = piece.equals("(") && endsWithFunction();
    if (!out.isEmpty() && !tight && !call) {
      out.append(' ');
    }
    out.append(piece);
    return true;
  }

  private boolean endsWithFunction() {
    return FUNCTIONS.values().stream()
        .anyMatch(f -> out.toString().endsWith(" " + f) || out.toString().equals(f));
  }

  private static Map<String, String> functions() {
    var known = new HashMap<String, String>();
    for (String same :
        new String[] {
          "lower",
          "upper",
          "abs",
          "coalesce",
          "nullif",
          "char_length",
          "round",
          "floor",
          "ceil",
          "left",
          "right",
          "trim",
          "ltrim",
          "rtrim",
          "replace",
          "mod"
        }) {
      known.put(same, same);
    }
    known.put("character_length", "char_length");
    known.put("length", "octet_length");
    known.put("octet_length", "octet_length");
    known.put("ifnull", "coalesce");
    known.put("ceiling", "ceil");
    known.put("lcase", "lower");
    known.put("ucase", "upper");
    return Map.copyOf(known);
  }
}
