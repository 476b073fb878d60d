package dev.migrationplanner.database.mysql;

import dev.migrationplanner.database.Endpoint;
import dev.migrationplanner.database.Strangers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Accounts of MySQL and MariaDB, as {@code name} or {@code name@host}. */
public final class MySqlStrangers implements Strangers {

  private final Endpoint endpoint;
  private final Flavour flavour;

  MySqlStrangers(Endpoint endpoint, Flavour flavour) {
    this.endpoint = endpoint;
    this.flavour = flavour;
  }

  @Override
  public String find() {
    return """
        SELECT DISTINCT grantee FROM information_schema.schema_privileges
        WHERE table_schema = %s AND privilege_type IN ('INSERT', 'UPDATE', 'DELETE')"""
        .formatted(text(endpoint.database()));
  }

  @Override
  public Seen look(Connection connection) throws SQLException {
    return new StrangersLook(endpoint, flavour, connection).seen();
  }

  @Override
  public List<String> shutOut(List<String> accounts) {
    var statements = new ArrayList<String>();
    for (String account : accounts) {
      statements.add("ALTER USER " + name(account) + " ACCOUNT LOCK");
    }
    statements.add("SET GLOBAL event_scheduler = OFF");
    accounts.stream().map(MySqlStrangers::user).distinct().map(this::end).forEach(statements::add);
    statements.add("XA RECOVER");
    return statements;
  }

  /** MySQL has no statement for it: what this one prints is to be run. */
  private String end(String user) {
    return flavour.isMariaDb()
        ? "KILL USER " + text(user)
        : "SELECT CONCAT('KILL ', id) FROM information_schema.processlist WHERE user = "
            + text(user);
  }

  @Override
  public List<String> letIn(List<String> accounts) {
    return accounts.stream().map(a -> "ALTER USER " + name(a) + " ACCOUNT UNLOCK").toList();
  }

  private static String name(String account) {
    int at = account.lastIndexOf('@');
    return text(user(account)) + "@" + text(at < 0 ? "%" : account.substring(at + 1));
  }

  private static String user(String account) {
    int at = account.lastIndexOf('@');
    return at < 0 ? account : account.substring(0, at);
  }

  private static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
