package dev.migrationplanner.database.postgresql;

import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.schema.Dialect;
import dev.migrationplanner.schema.OtherObject;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A view or a trigger of MySQL or MariaDB in PostgreSQL's words, as far as words alone do it:
 * names, texts, a few functions, assignments. Whether it can be made is for PostgreSQL to say;
 * whether it means the same is for a person.
 */
final class PostgreSqlObjects {

  private static final Pattern TOKEN =
      Pattern.compile(
          """
          (?<name>`(?:[^`]|``)+`)|(?<charset>_[a-z0-9]+(?=\\s*'))|(?<text>'(?:[^'\\\\]|''|\\\\.)*')\
          |(?<double>"(?:[^"\\\\]|""|\\\\.)*")|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<other>.)""",
          Pattern.DOTALL);

  private static final Pattern TRIGGER =
      Pattern.compile("(BEFORE|AFTER) (INSERT|UPDATE|DELETE) ON `(.+?)`: (.*)", Pattern.DOTALL);

  private static final Pattern MARK = Pattern.compile("\\?");

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("ifnull", "coalesce"),
          Map.entry("lcase", "lower"),
          Map.entry("ucase", "upper"),
          Map.entry("ceiling", "ceil"),
          Map.entry("curdate", "current_date"),
          Map.entry("straight_join", "join"),
          Map.entry("elseif", "elsif"));

  private PostgreSqlObjects() {}

  /** Statements that make it, the last of which is the object itself; empty if words do not do. */
  static Optional<String> statement(OtherObject object, String sourceSchema) {
    return switch (object.kind()) {
      case VIEW ->
          Optional.of(
              "CREATE VIEW %s AS %s"
                  .formatted(
                      name(object.name()), translated(object.definition(), sourceSchema).strip()));
      case TRIGGER -> trigger(object, sourceSchema);
      case MATERIALIZED_VIEW, ROUTINE, EVENT, SEQUENCE, TYPE, EXTENSION -> Optional.empty();
    };
  }

  private static Optional<String> trigger(OtherObject object, String sourceSchema) {
    Matcher parts = TRIGGER.matcher(object.definition());
    if (!parts.matches()) {
      return Optional.empty();
    }
    String returned = parts.group(2).equals("DELETE") ? "RETURN OLD;" : "RETURN NEW;";
    String body = body(translated(parts.group(4), sourceSchema).strip(), returned);
    String function = name(PostgreSqlDdlNames.joined(object.name(), "fires"));
    return Optional.of(
        """
        CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $migration_planner$
        %s
        $migration_planner$;
        CREATE TRIGGER %s %s %s ON %s FOR EACH ROW EXECUTE FUNCTION %s()"""
            .formatted(
                function,
                body,
                name(object.name()),
                parts.group(1),
                parts.group(2),
                name(parts.group(3)),
                function));
  }

  /** A block that ends by handing the row on. */
  private static String body(String statements, String returned) {
    String assigned =
        statements.replaceAll("(?i)\\bset\\s+(new\\s*\\.\\s*\\S+?)\\s*=(?!=)", "$1 := ");
    String upper = assigned.toUpperCase(Locale.ROOT);
    if (upper.startsWith("BEGIN") && upper.replaceAll("[;\\s]+$", "").endsWith("END")) {
      return assigned.substring(0, upper.lastIndexOf("END")) + returned + "\nEND";
    }
    String closed = assigned.endsWith(";") ? assigned : assigned + ";";
    return "BEGIN\n" + closed + "\n" + returned + "\nEND";
  }

  /** A statement of an application, as its server keeps it: with marks in place of values. */
  static String statement(String text, String sourceSchema, Dialect from) {
    if (from == Dialect.POSTGRESQL) {
      return text;
    }
    String lists =
        text.replaceAll("/\\* , \\.\\.\\. \\*/", "")
            .replaceAll("\\?\\s*, \\.\\.\\.", "?")
            .replaceAll("\\(\\s*\\.\\.\\.\\s*\\)", "(?)");
    Matcher mark = MARK.matcher(translated(lists, sourceSchema));
    int[] number = {0};
    return mark.replaceAll(m -> Matcher.quoteReplacement("$" + ++number[0]));
  }

  static String translated(String sql, String sourceSchema) {
    var out = new StringBuilder();
    Matcher token = TOKEN.matcher(sql);
    String own = "`" + sourceSchema.replace("`", "``") + "`.";
    for (int at = 0; token.find(at); ) {
      at = token.end();
      if (sql.startsWith(own, token.start())) {
        at = token.start() + own.length();
      } else if (token.group("name") != null) {
        out.append(name(token.group().substring(1, token.group().length() - 1).replace("``", "`")));
      } else if (token.group("word") != null) {
        out.append(WORDS.getOrDefault(token.group().toLowerCase(Locale.ROOT), token.group()));
      } else if (token.group("charset") == null) {
        out.append(text(token));
      }
    }
    return out.toString().replaceAll("(?i)current_date\\(\\)", "current_date");
  }

  private static String text(Matcher token) {
    String quoted = token.group("text") == null ? token.group("double") : token.group("text");
    if (quoted == null) {
      return token.group();
    }
    String quote = quoted.substring(0, 1);
    String inner =
        quoted
            .substring(1, quoted.length() - 1)
            .replace(quote + quote, quote)
            .replaceAll("\\\\(['\"\\\\])", "$1");
    return "'" + inner.replace("'", "''") + "'";
  }

  private static String name(String name) {
    return Quoting.DOUBLE.quote(PostgreSqlDdlNames.fit(name));
  }
}
