package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.Requirement;
import dev.migrationplanner.database.Strangers.Seen;
import dev.migrationplanner.database.Strangers.Stranger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One look at a server's accounts, sessions and prepared transactions. A privilege counts wherever
 * it was given: everywhere, on the database, a table or a column, or to a role.
 */
final class StrangersLook {

  private static final Pattern GRANTEE = Pattern.compile("^'(.*)'@'(.*)'$");
  private static final String WRITING = "privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'DROP')";

  /** Bits of mysql.global_priv: insert, update, delete, drop; super, create user. */
  private static final String MARIADB_ACCOUNTS =
      """
      SELECT user, host, COALESCE(JSON_VALUE(priv, '$.account_locked'), '0') IN ('1', 'true'),
        CAST(JSON_VALUE(priv, '$.access') AS UNSIGNED) & 46 > 0,
        CAST(JSON_VALUE(priv, '$.access') AS UNSIGNED) & 33587200 > 0,
        COALESCE(JSON_VALUE(priv, '$.is_role'), '0') IN ('1', 'true')
      FROM mysql.global_priv""";

  /** What XA RECOVER of MySQL 8 and later says to one without the privilege XA_RECOVER_ADMIN. */
  private static final int XA_REFUSED = 1401;

  private static final String MYSQL_ACCOUNTS =
      """
      SELECT user, host, account_locked = 'Y', 'Y' IN (insert_priv, update_priv, delete_priv, drop_priv),
        'Y' IN (super_priv, create_user_priv), FALSE
      FROM mysql.user""";

  /**
   * A grant on a pattern has it escaped by backslashes, which LIKE takes for letters on MySQL where
   * the session has NO_BACKSLASH_ESCAPES.
   */
  private static final String GRANTS =
      """
      SELECT grantee FROM information_schema.schema_privileges
      WHERE ? LIKE REPLACE(REPLACE(table_schema, '|', '||'), CHAR(92), '|') ESCAPE '|' AND %1$s
      UNION SELECT grantee FROM information_schema.table_privileges WHERE table_schema = ? AND %1$s
      UNION SELECT grantee FROM information_schema.column_privileges WHERE table_schema = ? AND %1$s"""
          .formatted(WRITING);

  private static final String MARIADB_ROLES =
      "SELECT user, host, role, '' FROM mysql.roles_mapping";
  private static final String MYSQL_ROLES =
      "SELECT to_user, to_host, from_user, from_host FROM mysql.role_edges";

  private static final String SESSIONS =
      """
      SELECT user, COUNT(*) FROM information_schema.processlist
      WHERE command NOT IN ('Binlog Dump', 'Binlog Dump GTID', 'Daemon')
        AND user NOT IN ('system user', 'event_scheduler', 'unauthenticated user')
      GROUP BY user""";

  private final Endpoint endpoint;
  private final Flavour flavour;
  private final Connection connection;
  private final Set<Account> writing = new HashSet<>();
  private final Map<Account, Set<Account>> roles = new HashMap<>();

  StrangersLook(Endpoint endpoint, Flavour flavour, Connection connection) {
    this.endpoint = endpoint;
    this.flavour = flavour;
    this.connection = connection;
  }

  private record Account(String user, String host) {
    @Override
    public String toString() {
      return user + "@" + host;
    }
  }

  private record Known(Account account, boolean locked, boolean administrator, boolean role) {}

  Seen seen() throws SQLException {
    requireSight();
    List<Known> known = accounts();
    grants();
    roles();
    return new Seen(strangers(known, sessions()), prepared(), schedulerRuns());
  }

  /** Without these rights the server shows us ourselves, and nobody else. */
  private void requireSight() throws SQLException {
    for (Requirement right : new Grants(endpoint, flavour, Grants.of(connection)).sight()) {
      if (!right.met()) {
        throw new SQLException(
            right.what() + ": " + right.found() + ". As a DBA: " + right.remedy(), "42000");
      }
    }
  }

  private List<Known> accounts() throws SQLException {
    var known = new ArrayList<Known>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(flavour.isMariaDb() ? MARIADB_ACCOUNTS : MYSQL_ACCOUNTS)) {
      while (row.next()) {
        var account = new Account(row.getString(1), row.getString(2));
        if (row.getBoolean(4)) {
          writing.add(account);
        }
        known.add(new Known(account, row.getBoolean(3), row.getBoolean(5), row.getBoolean(6)));
      }
    }
    return known;
  }

  private void grants() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(GRANTS)) {
      for (int i = 1; i <= 3; i++) {
        statement.setString(i, endpoint.database());
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Matcher grantee = GRANTEE.matcher(row.getString(1));
          writing.add(
              grantee.matches()
                  ? new Account(grantee.group(1), grantee.group(2))
                  : new Account(row.getString(1), ""));
        }
      }
    }
  }

  private void roles() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(flavour.isMariaDb() ? MARIADB_ROLES : MYSQL_ROLES)) {
      while (row.next()) {
        roles
            .computeIfAbsent(new Account(row.getString(1), row.getString(2)), a -> new HashSet<>())
            .add(new Account(row.getString(3), row.getString(4)));
      }
    }
  }

  /** By itself, as everybody (MariaDB's PUBLIC), or by a role, which may have roles itself. */
  private boolean mayWrite(Account account, Set<Account> looked) {
    if (writing.contains(account) || writing.contains(new Account("PUBLIC", ""))) {
      return true;
    }
    return roles.getOrDefault(account, Set.of()).stream()
        .anyMatch(role -> looked.add(role) && mayWrite(role, looked));
  }

  private Map<String, Integer> sessions() throws SQLException {
    var sessions = new TreeMap<String, Integer>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SESSIONS)) {
      while (row.next()) {
        sessions.put(row.getString(1), row.getInt(2));
      }
    }
    sessions.remove(endpoint.user());
    return sessions;
  }

  /**
   * A session tells its user's name and no more: it counts for one account of that name that may
   * write. One whose account is gone counts, too: it goes on with the rights that it had.
   */
  private List<Stranger> strangers(List<Known> known, Map<String, Integer> sessions) {
    var strangers = new ArrayList<Stranger>();
    var left = new TreeMap<>(sessions);
    for (Known one : known) {
      String user = one.account().user();
      boolean writes = !one.role() && mayWrite(one.account(), new HashSet<>());
      if (writes && !user.equals(endpoint.user())) {
        Integer open = left.remove(user);
        int count = open == null ? 0 : open;
        if (!one.locked() || count > 0) {
          strangers.add(
              new Stranger(one.account().toString(), !one.locked(), one.administrator(), count));
        }
      }
    }
    known.forEach(one -> left.remove(one.account().user()));
    left.forEach((user, open) -> strangers.add(new Stranger(user, false, false, open)));
    return strangers;
  }

  private int prepared() throws SQLException {
    int prepared = 0;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("XA RECOVER")) {
      while (row.next()) {
        prepared++;
      }
    } catch (SQLException e) {
      if (flavour.isMariaDb() || e.getErrorCode() != XA_REFUSED) {
        throw e;
      }
      throw new SQLException(
          "prepared transactions cannot be seen. As a DBA: GRANT XA_RECOVER_ADMIN ON *.* TO the"
              + " user of the source in migration.yaml",
          "42000",
          e);
    }
    return prepared;
  }

  /** An event runs in its definer's name, even where that account is locked. */
  private boolean schedulerRuns() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT @@global.event_scheduler IN ('ON', '1') AND EXISTS (SELECT 1 FROM"
                    + " information_schema.events WHERE status = 'ENABLED')")) {
      return row.next() && row.getBoolean(1);
    }
  }
}
