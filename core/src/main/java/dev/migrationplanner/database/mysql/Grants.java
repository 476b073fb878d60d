package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.Quoting;
import dev.migrationplanner.database.Requirement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the account may do, as SHOW GRANTS tells it, against the least that each use needs. */
final class Grants {

  private static final Pattern GRANT = Pattern.compile("^GRANT (.+?) ON (.+?) TO (.+)$");
  private static final Pattern GRANTEE =
      Pattern.compile("^[`']((?:[^`']|``)*)[`']@[`']((?:[^`']|``)*)[`']");

  /** Beside SELECT, which does not. */
  private static final Set<String> SHOW_FOREIGN_KEYS =
      Set.of(
          "ALL PRIVILEGES",
          "INSERT",
          "UPDATE",
          "DELETE",
          "CREATE",
          "DROP",
          "ALTER",
          "INDEX",
          "REFERENCES",
          "TRIGGER");

  private final Endpoint endpoint;
  private final Flavour flavour;
  private final List<String> lines;

  Grants(Endpoint endpoint, Flavour flavour, List<String> lines) {
    this.endpoint = endpoint;
    this.flavour = flavour;
    this.lines = List.copyOf(lines);
  }

  /** The lines of SHOW GRANTS. */
  static List<String> of(Connection connection) throws SQLException {
    var lines = new ArrayList<String>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW GRANTS")) {
      while (row.next()) {
        lines.add(row.getString(1));
      }
    }
    return lines;
  }

  /** Whether the catalogue shows an account with these grants the foreign keys of a database. */
  static boolean seeForeignKeys(List<String> lines, String database) {
    return lines.stream()
        .map(GRANT::matcher)
        .filter(grant -> grant.find() && covers(grant.group(2), database))
        .flatMap(grant -> Arrays.stream(grant.group(1).split(",")))
        .map(privilege -> privilege.strip().toUpperCase(Locale.ROOT))
        .anyMatch(SHOW_FOREIGN_KEYS::contains);
  }

  Requirement reading() {
    return on("mysql.grant-read", "read the tables", endpoint.database(), "SELECT");
  }

  /** REPLICATION SLAVE streams the log; the other names its end. */
  List<Requirement> log() {
    String status = flavour.isMariaDb() ? "BINLOG MONITOR" : "REPLICATION CLIENT";
    return List.of(
        everywhere("mysql.grant-log", "stream the binary log", "REPLICATION SLAVE"),
        everywhere("mysql.grant-log-status", "ask where the binary log ends", status));
  }

  /** To see who else may write, and who is connected; EVENT shows what the server runs itself. */
  List<Requirement> sight() {
    return List.of(
        on("mysql.grant-accounts", "see the accounts that may write", "mysql", "SELECT"),
        everywhere("mysql.grant-sessions", "see their sessions", "PROCESS"),
        on("mysql.grant-events", "see the scheduler's events", endpoint.database(), "EVENT"));
  }

  /** The GRANT that gives privileges everywhere. */
  String remedy(String... privileges) {
    return "GRANT " + String.join(", ", privileges) + " ON *.* TO " + grantee();
  }

  List<Requirement> writing() {
    return List.of(
        on(
            "mysql.grant-write",
            "write the tables",
            endpoint.database(),
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE"),
        on(
            "mysql.grant-triggers",
            "see triggers that fire where it writes",
            endpoint.database(),
            "TRIGGER"),
        on(
            "mysql.grant-control",
            "keep positions and pending keys",
            MySqlCatalog.OURS,
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "CREATE",
            "DROP"));
  }

  Requirement creating() {
    return on(
        "mysql.grant-create",
        "make the tables",
        endpoint.database(),
        "CREATE",
        "ALTER",
        "DROP",
        "INDEX",
        "REFERENCES");
  }

  private Requirement on(String id, String what, String database, String... privileges) {
    return need(id, what, database, Quoting.BACKTICK.quote(database) + ".*", privileges);
  }

  private Requirement everywhere(String id, String what, String... privileges) {
    return need(id, what, "", "*.*", privileges);
  }

  private Requirement need(
      String id, String what, String database, String target, String... privileges) {
    var missing = new ArrayList<>(List.of(privileges));
    missing.removeAll(held(database));
    boolean met = missing.isEmpty() || held(database).contains("ALL PRIVILEGES");
    return new Requirement(
        id,
        met,
        "user " + endpoint.user() + " may " + what + " (" + String.join(", ", privileges) + ")",
        met ? "granted" : "missing: " + String.join(", ", missing),
        met ? "" : "GRANT " + String.join(", ", privileges) + " ON " + target + " TO " + grantee());
  }

  /** Upper-case names of privileges held on a database, or everywhere for "". */
  private Set<String> held(String database) {
    var held = new HashSet<String>();
    for (String line : lines) {
      Matcher grant = GRANT.matcher(line);
      if (grant.find() && covers(grant.group(2), database)) {
        Arrays.stream(grant.group(1).split(","))
            .map(p -> p.strip().toUpperCase(Locale.ROOT))
            .map(p -> p.equals("REPLICA MONITOR") ? p : alias(p))
            .forEach(held::add);
      }
    }
    return held;
  }

  /** MariaDB prints some privileges by older names. */
  private String alias(String privilege) {
    return switch (privilege) {
      case "REPLICATION REPLICA" -> "REPLICATION SLAVE";
      case "REPLICATION CLIENT" -> flavour.isMariaDb() ? "BINLOG MONITOR" : privilege;
      default -> privilege;
    };
  }

  /** A database in a grant is a LIKE pattern. */
  private static boolean covers(String target, String database) {
    if (target.equals("*.*")) {
      return true;
    }
    if (database.isEmpty() || !target.endsWith(".*")) {
      return false;
    }
    String pattern = target.substring(0, target.length() - 2).replace("`", "");
    return like(pattern, database);
  }

  private static boolean like(String pattern, String text) {
    var regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return text.matches(regex.toString());
  }

  private String grantee() {
    for (String line : lines) {
      Matcher grant = GRANT.matcher(line);
      if (grant.find()) {
        Matcher account = GRANTEE.matcher(grant.group(3));
        if (account.find()) {
          return "'" + account.group(1) + "'@'" + account.group(2) + "'";
        }
      }
    }
    return "'" + endpoint.user().replace("'", "''") + "'@'<this host>'";
  }
}
