package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.schema.DefaultValue;
import dev.migrationplanner.schema.SqlType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a default as {@code pg_get_expr} prints it. Booleans become 1 or 0. */
final class Defaults {

  private static final String CAST = "(?:::[\\w .\"(),\\[\\]]+)?";
  private static final Pattern QUOTED = Pattern.compile("'((?:[^']|'')*)'" + CAST);
  private static final Pattern NUMBER = Pattern.compile("\\(?(-?\\d+(?:\\.\\d+)?)\\)?" + CAST);
  private static final Pattern NOW =
      Pattern.compile("(?:CURRENT_TIMESTAMP|LOCALTIMESTAMP)(?:\\((\\d)\\))?");

  private Defaults() {}

  static DefaultValue read(@Nullable String expression, SqlType type) {
    if (expression == null || expression.matches("NULL" + CAST)) {
      return new DefaultValue.None();
    }
    if (expression.equals("true") || expression.equals("false")) {
      return new DefaultValue.Literal(expression.equals("true") ? "1" : "0");
    }
    Matcher now = NOW.matcher(expression);
    if (now.matches()) {
      return new DefaultValue.Now(now.group(1) == null ? 6 : Integer.parseInt(now.group(1)));
    }
    if (expression.equals("now()") || expression.equals("transaction_timestamp()")) {
      return new DefaultValue.Now(6);
    }
    return literal(expression, type);
  }

  private static DefaultValue literal(String expression, SqlType type) {
    Matcher number = NUMBER.matcher(expression);
    if (number.matches()) {
      return new DefaultValue.Literal(number.group(1));
    }
    Matcher quoted = QUOTED.matcher(expression);
    boolean clock = expression.startsWith("'now'") || expression.startsWith("'today'");
    if (quoted.matches() && !clock && !(type instanceof SqlType.UnknownType)) {
      return new DefaultValue.Literal(quoted.group(1).replace("''", "'"));
    }
    return new DefaultValue.Expression(expression);
  }
}
