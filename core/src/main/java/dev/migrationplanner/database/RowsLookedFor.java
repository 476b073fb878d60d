package dev.migrationplanner.database;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows that a statement looks for, as a SELECT: whoever may only read can have it explained.
 * Works on the text that a server keeps, whose values are marks.
 */
public final class RowsLookedFor {

  private static final Pattern UPDATE =
      Pattern.compile(
          "update\\s+(.+?)\\s+set\\s+.+?(\\s+where\\s+.+)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern DELETE =
      Pattern.compile("delete\\s+from\\s+(.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern ADD =
      Pattern.compile("(insert|replace)\\s.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern SELECT =
      Pattern.compile(
          "(select|with|\\(\\s*select)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern LOCKS =
      Pattern.compile(
          "\\s+(for\\s+(no\\s+key\\s+)?(update|share)|lock\\s+in\\s+share\\s+mode|returning)\\b.*$",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private RowsLookedFor() {}

  /** Whether it only adds rows that it brings with it. */
  public static boolean addsOnly(String statement) {
    return ADD.matcher(statement.strip()).matches()
        && !statement.toLowerCase(java.util.Locale.ROOT).contains("select");
  }

  /** The SELECT; empty where this cannot make one of it. */
  public static Optional<String> select(String statement) {
    String one = LOCKS.matcher(statement.strip().replaceAll(";+$", "").strip()).replaceFirst("");
    if (one.contains(";") || (one.endsWith("...") && !one.endsWith(", ..."))) {
      return Optional.empty();
    }
    if (SELECT.matcher(one).matches()) {
      return Optional.of(one);
    }
    Matcher update = UPDATE.matcher(one);
    if (update.matches()) {
      String where = update.group(2) == null ? "" : update.group(2);
      return Optional.of("SELECT 1 FROM " + update.group(1) + where);
    }
    Matcher delete = DELETE.matcher(one);
    return delete.matches() ? Optional.of("SELECT 1 FROM " + delete.group(1)) : Optional.empty();
  }
}
