package dev.migrationplanner.plan;

import dev.migrationplanner.database.Workload.Statement;
import dev.migrationplanner.plan.Finding.Evidence;
import dev.migrationplanner.plan.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The application's statements that fail on the target or mean something else there. */
final class StatementFindings {

  private static final List<Dialect> MYSQL =
      List.of(
          new Dialect(
              "ON DUPLICATE KEY UPDATE",
              "on duplicate key update",
              "INSERT ... ON CONFLICT (key) DO UPDATE SET c = EXCLUDED.c"),
          new Dialect("INSERT IGNORE", "^insert ignore", "INSERT ... ON CONFLICT DO NOTHING"),
          new Dialect(
              "REPLACE", "^replace ", "INSERT ... ON CONFLICT (key) DO UPDATE of every column"),
          new Dialect("LAST_INSERT_ID()", "last_insert_id", "INSERT ... RETURNING the column"),
          new Dialect("LIMIT a, b", "limit \\S+ ?, ?\\S+", "LIMIT b OFFSET a"),
          new Dialect("IFNULL()", "\\bifnull ?\\(", "coalesce()"),
          new Dialect("IF()", "\\bif ?\\(", "CASE WHEN ... THEN ... ELSE ... END"),
          new Dialect("GROUP_CONCAT()", "group_concat", "string_agg(text, ',' ORDER BY ...)"),
          new Dialect("DATE_FORMAT()", "date_format ?\\(", "to_char(), with its own format"),
          new Dialect("DATE_ADD(), DATE_SUB()", "date_(add|sub) ?\\(", "d + interval '1 day'"),
          new Dialect("UNIX_TIMESTAMP()", "unix_timestamp", "extract(epoch from ...)"),
          new Dialect("FROM_UNIXTIME()", "from_unixtime", "to_timestamp()"),
          new Dialect("RAND()", "\\brand ?\\(", "random()"),
          new Dialect("|| between conditions", "\\|\\|", "OR: || joins texts on the target"),
          new Dialect("XOR", " xor ", "<> between booleans"),
          new Dialect("<=>", "<=>", "IS NOT DISTINCT FROM"),
          new Dialect("DIV", " div ", "integer / integer"),
          new Dialect("REGEXP, RLIKE", " (regexp|rlike) ", "~*"),
          new Dialect("MATCH ... AGAINST", "match ?\\(.*against", "to_tsvector() @@ to_tsquery()"),
          new Dialect("index hints", " (force|use|ignore) (index|key)", "leave them out"),
          new Dialect("LOCK IN SHARE MODE", "lock in share mode", "FOR SHARE"),
          new Dialect("STRAIGHT_JOIN", "straight_join", "JOIN"),
          new Dialect(
              "UPDATE or DELETE with ORDER BY or LIMIT",
              "^(update|delete) .* (order by|limit) ",
              "WHERE key IN (SELECT key ... LIMIT n)"),
          new Dialect(
              "UPDATE of several tables",
              "^update \\S+( \\S+)? ?(,|join|inner join|left join) ",
              "UPDATE ... FROM"),
          new Dialect(
              "LIKE that ignores letter case",
              " like ",
              "ILIKE where the column ignores letter case"),
          new Dialect(
              "H25", "order of NULLs", "order by", "NULLS FIRST where the order of NULLs is seen"));

  private static final List<Dialect> POSTGRESQL =
      List.of(
          new Dialect(
              "names in double quotes", "\"", "names in backticks, or sql_mode ANSI_QUOTES"),
          new Dialect("ON CONFLICT", "on conflict", "INSERT ... ON DUPLICATE KEY UPDATE"),
          new Dialect(
              "RETURNING", " returning ", "a SELECT after it (MariaDB has RETURNING for INSERT)"),
          new Dialect("ILIKE", " ilike ", "LIKE with a collation that ignores letter case"),
          new Dialect("::type", "::", "CAST(x AS type)"),
          new Dialect("DISTINCT ON", "distinct on", "ROW_NUMBER() in a subquery"),
          new Dialect("= ANY (array)", "= any ?\\(", "IN (...)"),
          new Dialect("arrays", "\\barray ?\\[|unnest ?\\(", "a table of its own, or JSON"),
          new Dialect("|| joins texts", "\\|\\|", "CONCAT(), or sql_mode PIPES_AS_CONCAT"),
          new Dialect("FILTER (WHERE ...)", "filter ?\\(", "SUM(CASE WHEN ... END)"),
          new Dialect("~ and ~*", " !?~\\*? ", "REGEXP"),
          new Dialect("JSON operators", "(->>|->|@>|#>)", "JSON_EXTRACT(), JSON_CONTAINS()"),
          new Dialect("SKIP LOCKED, FOR NO KEY UPDATE", "for no key update", "FOR UPDATE"),
          new Dialect("nextval()", "nextval ?\\(", "AUTO_INCREMENT, or a sequence (MariaDB)"));

  private final Facts facts;

  StatementFindings(Facts facts) {
    this.facts = facts;
  }

  /** One way of saying something, and how the target says it. */
  private record Dialect(String rule, String name, Pattern pattern, String rewrite) {
    Dialect(String name, String pattern, String rewrite) {
      this("Q01", name, pattern, rewrite);
    }

    Dialect(String rule, String name, String pattern, String rewrite) {
      this(rule, name, Pattern.compile(pattern, Pattern.DOTALL), rewrite);
    }
  }

  List<Finding> all() {
    var findings = new ArrayList<Finding>();
    if (facts.sameEngine()) {
      return findings;
    }
    for (Dialect dialect : facts.toPostgreSql() ? MYSQL : POSTGRESQL) {
      List<Statement> using = facts.statements().stream().filter(s -> uses(s, dialect)).toList();
      if (!using.isEmpty()) {
        findings.add(finding(dialect, using));
      }
    }
    return findings;
  }

  /** The rewrite that a statement asks for, by what it uses; empty where it needs none. */
  List<String> rewrites(Statement statement) {
    if (facts.sameEngine()) {
      return List.of();
    }
    return (facts.toPostgreSql() ? MYSQL : POSTGRESQL)
        .stream().filter(d -> uses(statement, d)).map(d -> d.name() + ": " + d.rewrite()).toList();
  }

  private static boolean uses(Statement statement, Dialect dialect) {
    String text = statement.text().strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    return dialect.pattern().matcher(text).find();
  }

  private static Finding finding(Dialect dialect, List<Statement> using) {
    long calls = using.stream().mapToLong(Statement::calls).sum();
    Finding finding =
        RuleBook.the(dialect.rule())
            .finding(
                Severity.WARN,
                dialect.name(),
                using.size() + " statement(s) of the application use " + dialect.name(),
                Evidence.of(
                    Texts.count(calls) + " calls since the server began to count", using.size()),
                List.of());
    return SystemFindings.mendedBy(finding, dialect.rewrite());
  }
}
