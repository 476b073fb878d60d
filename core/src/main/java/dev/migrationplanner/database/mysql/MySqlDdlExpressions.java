package dev.migrationplanner.database.mysql;

import dev.migrationplanner.schema.Table;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One PostgreSQL expression in MySQL's SQL: columns, constants, comparisons, sums and products, and
 * functions that mean the same on both. Text compares alike because converted columns compare by
 * bytes. Anything else (division, concatenation, patterns, other casts ...) is refused, never
 * guessed.
 */
final class MySqlDdlExpressions {

  private static final String TEXT_TYPE = "(?:text|character varying|varchar|bpchar|character)";
  private static final String NUMBER_TYPE =
      "(?:smallint|integer|bigint|numeric|double precision|real)";

  /** {@code (x)::text = ANY ((ARRAY['a'::character varying, ...])::text[])}. */
  private static final Pattern ANY =
      Pattern.compile("= ANY \\(\\(?ARRAY\\[([^\\]]*)\\]\\)?(?:::[a-z ]+\\[\\])?\\)");

  private static final Pattern TEXT_CAST =
      Pattern.compile("::" + TEXT_TYPE + "(?:\\(\\d+\\))?(?![\\[a-z])");
  private static final Pattern NUMBER_CAST =
      Pattern.compile(
          "(?:\\('?(-?\\d+(?:\\.\\d+)?)'?\\)|'(-?\\d+(?:\\.\\d+)?)')::"
              + NUMBER_TYPE
              + "(?![\\[a-z(])");
  private static final Pattern TOKEN =
      Pattern.compile(
          """
          \\s+|(?<name>"(?:[^"]|"")+")|(?<text>'(?:[^']|'')*')|(?<number>\\d+(?:\\.\\d+)?)\
          |(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<mark><>|<=|>=|[=<>+*%(),-])""");
  private static final Set<String> WORDS =
      Set.of(
          "and", "or", "not", "is", "null", "between", "in", "case", "when", "then", "else", "end",
          "true", "false");
  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("lower", "lower"),
          Map.entry("upper", "upper"),
          Map.entry("abs", "abs"),
          Map.entry("coalesce", "coalesce"),
          Map.entry("nullif", "nullif"),
          Map.entry("length", "char_length"),
          Map.entry("char_length", "char_length"),
          Map.entry("character_length", "char_length"),
          Map.entry("octet_length", "octet_length"),
          Map.entry("floor", "floor"),
          Map.entry("ceil", "ceil"),
          Map.entry("ceiling", "ceil"),
          Map.entry("replace", "replace"),
          Map.entry("mod", "mod"));

  private final Table source;
  private final StringBuilder out = new StringBuilder();

  private MySqlDdlExpressions(Table source) {
    this.source = source;
  }

  /** An expression over the columns of a source table. */
  static Optional<String> overColumns(String sql, Table source) {
    String plain = sql.strip();
    if (plain.toUpperCase(Locale.ROOT).startsWith("CHECK ")) {
      plain = plain.substring(6).strip();
    }
    plain = ANY.matcher(plain).replaceAll("IN ($1)");
    plain = TEXT_CAST.matcher(plain).replaceAll("");
    plain = NUMBER_CAST.matcher(plain).replaceAll("$1$2");
    return new MySqlDdlExpressions(source).translate(plain);
  }

  private Optional<String> translate(String sql) {
    Matcher token = TOKEN.matcher(sql);
    int position = 0;
    while (position < sql.length()) {
      if (!token.find(position) || token.start() != position || !append(token)) {
        return Optional.empty();
      }
      position = token.end();
    }
    return out.isEmpty() ? Optional.empty() : Optional.of(out.toString().strip());
  }

  private boolean append(Matcher token) {
    String name = token.group("name");
    if (name != null) {
      return column(name.substring(1, name.length() - 1).replace("\"\"", "\""));
    }
    String text = token.group("text");
    if (text != null) {
      return text.indexOf('\\') < 0 && put(text);
    }
    if (token.group("word") != null) {
      return word(token.group());
    }
    return put(token.group());
  }

  private boolean column(String name) {
    return source.column(name).isPresent() && put(MySqlDdlStatements.quote(name));
  }

  private boolean word(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (WORDS.contains(lower)) {
      return put(word.toUpperCase(Locale.ROOT));
    }
    // PostgreSQL prints a column that is named like a function without its arguments.
    String function = FUNCTIONS.get(lower);
    return source.column(word).isPresent() ? column(word) : function != null && put(function);
  }

  private boolean put(String piece) {
    if (!piece.isBlank()) {
      out.append(piece.equals("(") || piece.equals(")") || piece.equals(",") ? "" : " ")
          .append(piece);
    }
    return true;
  }
}
